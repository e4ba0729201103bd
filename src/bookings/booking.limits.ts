// Bounds of a booking that others go by as well.
import { dayMs } from '#libs/time';

/** Lines of a history beside those of the status. */
export const changesAtMost = 50;

/** Characters that all notes of a booking have together. */
export const notesAtMost = 1000;

export const itemKinds = ['service', 'attribute', 'surcharge', 'discount', 'tax'] as const;

/** Kept free after each visit so that the provider can reach the next one. */
export const travelMinutes = 30;

/** Until when a visit that ends then keeps its provider. */
export const busyUntil = (endsAt: Date): Date => new Date(endsAt.getTime() + travelMinutes * 60_000);

/** Longer than any visit: bounds the scan of an index by start without missing what began before. */
export const longestVisitMs = dayMs;
