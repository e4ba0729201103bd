// A conversation of the database as a dialogue: what a customer complained about becomes a case that a person completes.
import { MikroORM } from '@mikro-orm/core';
import { StartRefused } from '#libs/errors';
import { openDatabase } from '../ormconfig.js';
import { Address } from '../src/addresses/address.entity.js';
import { Booking } from '../src/bookings/booking.entity.js';
import { readSettings } from '../src/config/settings.js';
import { Conversation, Message, type TurnOutcome } from '../src/conversations/conversation.entity.js';
import { Customer } from '../src/customers/customer.entity.js';
import { rowOf, type BookedRow } from '../test/conversations/player.js';
import { standInLine } from '../src/agents/training/masked-text.js';
import { maskedText, type PersonalWords } from './masking.js';
import { rowText } from './row-text.js';

export interface HeldConversation {
  /** YYYY-MM-DD. */
  date: string;
  messages: { role: Message['role']; text: string; outcomes: TurnOutcome[] }[];
  /** What it brought about, as it stands now. */
  rows: BookedRow[];
  personal: PersonalWords;
}

const outcomeLines: Readonly<Record<TurnOutcome['type'], string>> = {
  booking: 'books',
  cancellation: 'cancels',
  reschedule: 'moves',
  note: 'notes',
  complaint: 'complains',
  complaint_update: 'adds',
  complaint_escalation: 'escalates',
  complaint_withdrawal: 'withdraws',
  complaint_reopening: 'reopens',
  callback: 'calls back',
  review: 'rates',
};

/** @throws StartRefused when there is no such conversation, or it was deleted */
export async function printCase(id: string): Promise<void> {
  const database = await openDatabase(readSettings(process.env));
  const orm = await MikroORM.init(database.options);
  try {
    process.stdout.write(caseOf(await heldConversation(orm, id)));
  } finally {
    await orm.close();
    await database.close();
  }
}

export async function heldConversation(orm: MikroORM, id: string): Promise<HeldConversation> {
  const em = orm.em.fork();
  const conversation = await em.findOne(Conversation, { id, status: { $ne: 'deleted' } });
  if (!conversation) throw new StartRefused(`There is no conversation ${id} in this database.`);
  const { customer } = conversation;
  const messages = await em.find(Message, { conversation }, { orderBy: { createdAt: 'asc', id: 'asc' } });
  const touched = messages.flatMap(({ outcomes }) => outcomes.map((outcome) => outcome.id));
  const bookings = await em.find(Booking, { customer }, { populate: ['service', 'items'] });
  const saved = await em.find(Address, { customer });
  const { name } = await em.findOneOrFail(Customer, { id: customer });
  return {
    date: conversation.createdAt.toISOString().slice(0, 10),
    messages,
    rows: bookings.filter((booking) => touched.includes(booking.id)).map((booking) => rowOf(booking, false)),
    personal: {
      names: [name],
      addressLines: [...saved.map(({ line }) => line), ...bookings.map(({ addressLine }) => addressLine)],
    },
  };
}

/** What was answered stands beside it as a comment: whoever completes it writes what should have been. */
export function caseOf({ date, messages, rows, personal }: HeldConversation): string {
  const turns = messages.flatMap(({ role, text, outcomes }) => {
    const [first = '', ...rest] = maskedText(text, personal).split('\n');
    if (role === 'customer') return [`> ${first}`, ...rest.map((line) => `  ${line}`)];
    return [
      ...[first, ...rest].map((line) => `# ${line}`),
      ...outcomes.map(({ type }) => outcomeLines[type]),
    ];
  });
  const standing = rows.map((row) => `=> ${rowText({ ...row, address: standInLine, notes: maskedText(row.notes, personal) })}`); // prettier-ignore
  return [
    `== TITLE`,
    `# Held on ${date}: move its days to the clock of the evaluation. Masked by rules: read it for what they do not know.`,
    `# Then write what had to be said, done and booked.`,
    ...turns,
    ...(standing.length > 0 ? standing : ['=> nothing']),
    '',
  ].join('\n');
}
