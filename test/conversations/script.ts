// Written conversations (*.txt beside this file and in eval/conversations): what a customer says, what must be true of each answer, and
// what stands in the database at the end. README.md says how they are written.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Dialogue {
  title: string;
  /** The addresses that are saved; a single one is the default. */
  homes: { pincode: string; line: string }[];
  /** Ten digits of the account, and whether they are verified. */
  phone: { digits: string; isVerified: boolean } | null;
  /** Booked before the conversation, in this order. */
  visits: GivenVisit[];
  /** Filed before the conversation, in this order. */
  complaints: GivenComplaint[];
  turns: Turn[];
  /** Everything that is booked at the end. */
  bookings: ExpectedBooking[];
  /** Every complaint that was filed or changed. */
  complained: ExpectedComplaint[];
}

export interface GivenVisit {
  service: string;
  pincode: string;
  /** YYYY-MM-DD. */
  date: string;
  /** HH:MM in the business time zone. */
  time: string;
  line: string;
  /** It has taken place: `@past`. */
  isPast: boolean;
}

export interface GivenComplaint {
  category: string;
  severity: string;
  status: string;
  subject: string;
}

/** Alternatives are separated by `|`. */
export interface ExpectedComplaint {
  category: string;
  severity: string;
  /** Slug of the service of the visit that it is about; null where it is about none. */
  service: string | null;
  /** What is wished for; null where that does not matter. */
  wanted: string | null;
  /** What became of it; null where it stands as it was filed. */
  became: ComplaintChange | null;
  /** Part of what was added by its customer; empty where nothing was. */
  added: string;
}

export const complaintChanges = ['escalated', 'withdrawn', 'reopened'] as const;
export type ComplaintChange = (typeof complaintChanges)[number];

export interface Turn {
  text: string;
  expectations: string[];
}

export interface ExpectedBooking {
  service: string;
  pincode: string;
  date: string;
  /** HH:MM in the business time zone; null where any time of the day will do. */
  time: string | null;
  /** Part of the address line. */
  address: string;
  options: string[];
  quantity: number;
  /** Part of the notes; empty where there must be none. */
  notes: string;
  isCancelled: boolean;
}

/** What an answer has to show, as the API gives it. */
export interface Answered {
  /** Of the response. */
  status: number;
  reply: { text: string; parts?: { sources?: { heading: string }[] }[] };
  proposal: object | null;
  booking: object | null;
  outcomes: { type: string }[];
}

/** How each thing is asked for, in each language: the last paragraph of the answer has to match. */
const questions: Readonly<Record<string, RegExp>> = {
  service:
    /what (?:needs to be done|do you need|would you like to have done)|tell me what|kya kaam karwana|क्या काम करवाना/i,
  which: /which one do you need|kaun si service chahiye|कौन-सी सर्विस चाहिए/i,
  pincode: /pincode|पिनकोड/i,
  when: /which (?:other )?day|kis din|किस दिन/i,
  time: /which (?:one|time) (?:would|shall|suits)|kaun sa time theek|(?<!aur |ya )kitne baje|कौन-सा समय ठीक|(?<!और |या )कितने बजे/i,
  address: /address|पता/i,
  change: /what should i change|kya badalna hai|क्या बदलना है/i,
};

/** The documents do not say, in each language. */
const silent = /do not say anything|kuch nahi likha|कुछ नहीं लिखा/i;

/** @param directory as seen from the root of the repository */
export function dialoguesIn(directory: string, file: string): Dialogue[] {
  return dialoguesOf(readFileSync(join(directory, file), 'utf8'));
}

export function dialogueFiles(directory: string): string[] {
  return readdirSync(directory).filter((file) => file.endsWith('.txt'));
}

export function dialoguesOf(text: string): Dialogue[] {
  return text
    .split(/^== /m)
    .slice(1)
    .map((block) => dialogueOf(block.trimEnd().split('\n')));
}

/** What of `expectation` does not hold for the answer; null when it does. */
export function faultOf(
  expectation: string,
  { status, reply, proposal, booking, outcomes }: Answered,
): string | null {
  const [, kind, what = ''] = /^([^:]+)(?:: (.+))?$/.exec(expectation)!;
  const said = reply.text.toLowerCase();
  const cited = reply.parts?.flatMap((part) => part.sources?.map(({ heading }) => heading) ?? []) ?? [];
  const says = what.split(' | ').some((one) => said.includes(one.toLowerCase()));
  const holds: Readonly<Record<string, () => boolean>> = {
    asks: () => questions[what]!.test(reply.text.split('\n\n').at(-1)!),
    says: () => says,
    not: () => !says,
    proposal: () => proposal !== null,
    'no proposal': () => proposal === null,
    books: () => booking !== null,
    'no booking': () => booking === null,
    cancels: () => outcomes.some(({ type }) => type === 'cancellation'),
    moves: () => outcomes.some(({ type }) => type === 'reschedule'),
    'calls back': () => outcomes.some(({ type }) => type === 'callback'),
    rates: () => outcomes.some(({ type }) => type === 'review'),
    complains: () => outcomes.some(({ type }) => type === 'complaint'),
    adds: () => outcomes.some(({ type }) => type === 'complaint_update'),
    escalates: () => outcomes.some(({ type }) => type === 'complaint_escalation'),
    withdraws: () => outcomes.some(({ type }) => type === 'complaint_withdrawal'),
    reopens: () => outcomes.some(({ type }) => type === 'complaint_reopening'),
    notes: () => outcomes.some(({ type }) => type === 'note'),
    cites: () => cited.some((heading) => heading.startsWith(what)),
    abstains: () => cited.length === 0 && silent.test(reply.text),
    'no outcome': () => outcomes.length === 0,
    refused: () => status >= 400 && status < 500,
  };
  return holds[kind!]!() ? null : `${expectation} | ${reply.text}`;
}

function dialogueOf([title = '', ...lines]: string[]): Dialogue {
  const dialogue: Dialogue = {
    title,
    homes: [],
    phone: null,
    visits: [],
    complaints: [],
    turns: [],
    bookings: [],
    complained: [],
  };
  for (const line of lines.filter((each) => each.trim() !== '' && !each.startsWith('#'))) {
    const turn = dialogue.turns.at(-1);
    if (line.startsWith('> ')) dialogue.turns.push({ text: line.slice(2), expectations: [] });
    else if (line.startsWith('  ')) turn!.text += `\n${line.slice(2)}`;
    else if (line.startsWith('@times '))
      turn!.text = Array(Number(line.slice(7)))
        .fill(turn!.text)
        .join(' ');
    else if (line.startsWith('@home ')) dialogue.homes.push(homeOf(line));
    else if (line.startsWith('@phone ')) dialogue.phone = phoneOf(line);
    else if (/^@(?:visit|past) /.test(line)) dialogue.visits.push(visitOf(line));
    else if (line.startsWith('@complaint ')) dialogue.complaints.push(givenComplaintOf(line));
    else if (line.startsWith('=> complaint ')) dialogue.complained.push(complaintOf(line.slice(13)));
    else if (line.startsWith('=> ')) dialogue.bookings.push(...bookingOf(line.slice(3)));
    else turn!.expectations.push(line);
  }
  return dialogue;
}

function homeOf(line: string): Dialogue['homes'][number] {
  const [, pincode = '', address = ''] = /^@home (\d{6}) (.+)$/.exec(line)!;
  return { pincode, line: address };
}

function phoneOf(line: string): Dialogue['phone'] {
  const [, digits = '', unverified] = /^@phone (\d{10})( unverified)?$/.exec(line)!;
  return { digits, isVerified: unverified === undefined };
}

function visitOf(line: string): GivenVisit {
  const [, kind, service = '', pincode = '', date = '', time = '', address = ''] =
    /^@(visit|past) (\S+) (\d{6}) (\S+) (\d\d:\d\d) (.+)$/.exec(line)!;
  return { service, pincode, date, time, line: address, isPast: kind === 'past' };
}

function givenComplaintOf(line: string): GivenComplaint {
  const [, category = '', severity = '', status = '', subject = ''] =
    /^@complaint (\S+) (\S+) (\S+) (.+)$/.exec(line)!;
  return { category, severity, status, subject };
}

function complaintOf(text: string): ExpectedComplaint {
  const [, category = '', severity = '', about = '', rest = '', added = ''] =
    /^(\S+) (\S+) (\S+)(.*?)(?: added "(.+)")?$/.exec(text)!;
  return {
    category,
    severity,
    added,
    service: about === '-' ? null : about,
    wanted: /wants (\S+)/.exec(rest)?.[1] ?? null,
    became: complaintChanges.find((change) => rest.includes(change)) ?? null,
  };
}

function bookingOf(text: string): ExpectedBooking[] {
  if (text === 'nothing') return [];
  const [, service = '', pincode = '', date = '', time = '', address = '', rest = '', notes = ''] =
    /^(\S+) (\d{6}) (\S+) (\S+) "([^"]+)"(.*?)(?: notes "(.+)")?$/.exec(text)!;
  const words = rest.split(' ').filter((word) => word !== '');
  const times = words.find((word) => /^x\d+$/.test(word));
  const isCancelled = words.includes('cancelled');
  return [
    {
      service,
      pincode,
      date,
      time: time === '*' ? null : time,
      address,
      options: words.filter((word) => word !== times && word !== 'cancelled'),
      quantity: times ? Number(times.slice(1)) : 1,
      notes,
      isCancelled,
    },
  ];
}
