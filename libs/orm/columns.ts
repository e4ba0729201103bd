// Columns that every table has, so that no entity spells them differently.
import { randomInt } from 'node:crypto';
import { p } from '@mikro-orm/core';
import { v7 as uuidv7 } from 'uuid';

/** Time-ordered (version 7): rows that are written together lie together in the index. */
export const newId = (): string => uuidv7();

export const idColumn = () => p.uuid().primary().onCreate(newId);

/** Both are set by the program, in UTC; the database default serves rows written by hand. */
export const timestampColumns = () => ({
  createdAt: p
    .datetime()
    .defaultRaw('now()')
    .onCreate(() => new Date()),
  updatedAt: p
    .datetime()
    .defaultRaw('now()')
    .onCreate(() => new Date())
    .onUpdate(() => new Date()),
});

/** Integer minor units (paise). PostgreSQL `int` reaches ₹21 million, far above any home service. */
export const paiseColumn = () => p.integer();

const referenceAlphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Something a person can read out on the phone: `BK-7F3K9Q`. One in 700 million: a unique index has the last word. */
export function newReference(prefix: string): string {
  const letters = Array.from({ length: 6 }, () => referenceAlphabet[randomInt(referenceAlphabet.length)]);
  return `${prefix}-${letters.join('')}`;
}
