// What is asked for, where a closed form of words knows better than likelihood does.
import { tellsOnlyAbsence } from '../reading/absence.js';
import { conditionalOrderIn } from '../reading/terms-question.js';
import type { TextPart } from '../reading/text-parts.js';
import { echoIn } from '../reading/visit-echo.js';
import { asksForReference, asksIfCancelled, asksToMove } from '../reading/visit-question.js';

type HeardIntents = { name: string; confidence: number }[];

const cancelAndBook =
  /^(.*(?<![\p{L}\p{M}])(?:cancel|cncl|radd|रद्द|कैंसिल)(?![\p{L}\p{M}]).*?)(\s+(?:and|then|aur|phir|और)\s+(?:then\s+)?)((?:please\s+|instead\s+)?book\s+(?!kar|ki|hui).+)$/isu;
/** Asked of the conversation, by their sound. */
const ofTalk = new Set(['recall', 'repeat', 'account_help']);
/** "Same timings please" adds to what was asked for before it. */
const echoWordsAtMost = 4;
/** What somebody arranges with. */
const ofArranging = new Set([
  'provide_details',
  'book_service',
  'change_details',
  'deny',
  'ask_availability',
]);
/** These are asked for in the words that rule something out as well: "I don't need the plumber any more". */
const ofVisits = new Set(['cancel_booking', 'reschedule_booking', 'abandon']);

/**
 * What is asked for, where closed forms know better than likelihood: "the same again" books, and what is only ruled out beside something else
 * ("the fridge works again") is no complaint.
 */
export function settledIntents(
  { text, intents }: { text: string; intents: readonly { label: string; confidence: number }[] },
  isRuledOut: boolean,
): HeardIntents {
  const heard = intents.map(({ label, confidence }) => ({ name: label, confidence }));
  const first = heard[0]?.name;
  if (asksIfCancelled(text)) return certain('booking_status');
  const ordered = conditionalOrderIn(text);
  if (ordered) return certain(ordered === 'cancel' ? 'cancel_booking' : 'reschedule_booking');
  if (ofVisits.has(first ?? '')) return heard;
  // What shall become of a visit then is asked by the agent that moves visits.
  if (tellsOnlyAbsence(text) && (first === undefined || ofArranging.has(first)))
    return certain('reschedule_booking');
  if ((first === undefined || ofTalk.has(first)) && asksForReference(text)) return certain('booking_status');
  if (first === undefined && asksToMove(text)) return certain('reschedule_booking');
  const { again, day, time } = echoIn(text);
  if ((day || time) && text.trim().split(/\s+/).length <= echoWordsAtMost) return certain('provide_details');
  if (again) return certain('book_service');
  return isRuledOut ? certain('provide_details') : heard;
}

const certain = (name: string): HeardIntents => [{ name, confidence: 1 }];

interface Segment extends TextPart {
  intents: readonly { label: string; confidence: number }[];
}

/** "Cancel it and book a gas refill instead": two things in one clause. */
export function deedsOf(segment: Segment): Segment[] {
  const { text, start, end } = segment;
  const [, cancelled, gap, booked] = cancelAndBook.exec(text) ?? [];
  if (cancelled === undefined || gap === undefined || booked === undefined) return [segment];
  const border = start + cancelled.length;
  const said = (label: string) => [{ label, confidence: 1 }];
  return [
    { text: cancelled, start, end: border, intents: said('cancel_booking') },
    { text: booked, start: border + gap.length, end, intents: said('book_service') },
  ];
}
