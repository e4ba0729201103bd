import { demoCategories } from '../../demo/content.js';
import { readVisitMention } from './visit-mention.js';
import type { VisitRead } from './visit-read.js';
import { resolveVisit, type VisitContext, type VisitResolution } from './visit-resolver.js';
import { ServiceVocabulary } from './visit-words.js';

// A Friday, 10:00 in India.
const now = new Date('2026-11-20T04:30:00Z');
const timeZone = 'Asia/Kolkata';

const catalogue = demoCategories.flatMap((category) =>
  category.subcategories.flatMap((subcategory) =>
    subcategory.services.map(({ slug, name, phrases }) => ({
      ...{ id: slug, name, phrases },
      ...{ category: category.name, subcategory: subcategory.name },
    })),
  ),
);
const vocabulary = new ServiceVocabulary(catalogue);

const terms = { feePaise: 0, rule: '' };
function visit(id: string, service: string, provider: string, startsAt: string, bookedOn: string): VisitRead {
  const name = catalogue.find((each) => each.id === service)!.name;
  const start = new Date(`${startsAt}:00+05:30`);
  return {
    ...{ id, reference: `BK-${id.toUpperCase()}`, status: 'confirmed' },
    service: { id: service, name },
    provider: { id: provider, name: provider },
    ...{
      addressLine: '12, 5th Cross',
      pincode: '560034',
      quantity: 1,
      items: [],
      totalPaise: 500_00,
      notes: '',
    },
    startsAt: start.toISOString(),
    endsAt: new Date(start.getTime() + 3_600_000).toISOString(),
    createdAt: `${bookedOn}T04:00:00.000Z`,
    ...{ cancellationFeePaise: null, cancellation: terms, moving: terms },
  };
}

const wood = visit('wood1', 'carpenter-visit', 'Suresh Yadav', '2026-11-20T16:00', '2026-11-17');
const tap = visit('taps2', 'tap-repair', 'Ramesh Kumar', '2026-11-21T10:00', '2026-11-15');
const wash = visit('wash3', 'ac-service', 'Imran Khan', '2026-11-22T15:00', '2026-11-16');
const dust = visit('dust4', 'full-home-cleaning', 'Lakshmi Nair', '2026-11-25T10:00', '2026-11-18');
const cool = visit('cool5', 'ac-repair', 'Deepak Singh', '2026-11-27T18:00', '2026-11-14');
const all = [cool, wash, dust, tap, wood];

interface Told {
  moves?: boolean;
  visits?: VisitRead[];
  lastShown?: VisitRead[];
  lastMentioned?: VisitRead;
}

function resolved(text: string, { moves = false, visits = all, lastShown = [], lastMentioned }: Told = {}) {
  const context: VisitContext = {
    ...{ now, timeZone, vocabulary },
    lastShown: lastShown.map(({ id }) => id),
    lastMentioned: lastMentioned?.id ?? null,
  };
  return resolveVisit(readVisitMention(text, { now, timeZone, moves }), visits, context);
}

const which = (found: VisitResolution): string =>
  found.kind === 'none'
    ? found.why
    : found.kind === 'one'
      ? found.visit.id
      : `${found.meant}: ${found.visits.map(({ id }) => id).join(' ')}`;

describe('by reference', () => {
  it.each([
    ['cancel BK-TAPS2', 'taps2'],
    ['bk-wash3 ko cancel kar do', 'wash3'],
    ['BK WASH3 cancel karo', 'wash3'],
    ['BK-TAPS2 and BK-WASH3', 'all: taps2 wash3'],
    ['cancel BK-NOPE99', 'no_such_reference'],
    ['बुकिंग BK-TAPS2 रद्द करो', 'taps2'],
  ])('%s', (text, expected) => expect(which(resolved(text))).toBe(expected));
});

describe('by service, in the words of customers', () => {
  it.each([
    ['cancel my plumber', 'taps2'],
    ['cancel the plumbing visit', 'taps2'],
    ['the tap repair please', 'taps2'],
    ['nal wala cancel kar do', 'taps2'],
    ['नल वाली बुकिंग रद्द करो', 'taps2'],
    ['the carpenter is not needed', 'wood1'],
    ['about that carpenter, take him off', 'wood1'],
    ['cancel the carpentar', 'wood1'],
    ['cancel deep cleaning', 'dust4'],
    ['safai wali cancel karo', 'dust4'],
    ['सफाई वाली बुकिंग कैंसल करो', 'dust4'],
    ['cancel the ac', 'unclear: wash3 cool5'],
    ['AC repair', 'cool5'],
    ['the ac jet wash', 'wash3'],
    ['एसी वाली', 'unclear: wash3 cool5'],
    ['cancel the plumber and the carpenter', 'all: wood1 taps2'],
    ['plumber aur carpenter dono cancel kar do', 'all: wood1 taps2'],
    ['when does the plumber come?', 'taps2'],
    ['plumber kab aayega', 'taps2'],
    ['cancel my haircut', 'no_such_service'],
    ['cancel the electrician', 'no_such_service'],
  ])('%s', (text, expected) => expect(which(resolved(text))).toBe(expected));

  it('a service of another trade is not taken for the only visit', () => {
    expect(which(resolved('cancel my haircut', { visits: [tap] }))).toBe('no_such_service');
    expect(resolved('cancel my haircut', { visits: [tap] })).toMatchObject({ others: [tap] });
    expect(which(resolved('cancel it', { visits: [tap] }))).toBe('taps2');
  });
});

describe('by day and hour', () => {
  it.each([
    ['cancel the one on sunday', 'wash3'],
    ["cancel tomorrow's visit", 'taps2'],
    ['kal wali cancel kar do', 'taps2'],
    ['कल वाली रद्द कर दो', 'taps2'],
    ["cancel today's", 'wood1'],
    ['aaj wali booking', 'wood1'],
    ['आज की बुकिंग', 'wood1'],
    ['the wednesday one', 'dust4'],
    ['budhvar wali', 'dust4'],
    ['बुधवार वाली', 'dust4'],
    ['cancel the visit on 22nd', 'wash3'],
    ['cancel the 25 november booking', 'dust4'],
    ['friday', 'unclear: wood1 cool5'],
    ['cancel the 3 pm visit', 'wash3'],
    ['4 baje wali', 'wood1'],
    ['the 10 am one', 'unclear: taps2 dust4'],
    ['shaam wali cancel karo', 'cool5'],
    ['सुबह वाली', 'unclear: taps2 dust4'],
    ['tomorrow 10 am', 'taps2'],
    ['cancel monday', 'not_then'],
    ['cancel the 11 am visit', 'not_then'],
    ['the plumber on sunday', 'not_then'],
    ['cancel both on friday', 'all: wood1 cool5'],
  ])('%s', (text, expected) => expect(which(resolved(text))).toBe(expected));

  it('names what there is instead', () => {
    expect(resolved('the plumber on sunday')).toMatchObject({ kind: 'none', others: [tap] });
  });

  it.each([
    ['monday ki visit', 'early'],
    ['yesterday', 'late'],
    ['kal wala plumber kaisa tha', 'late'],
  ])('that is past: %s', (text, expected) => {
    const visits = [
      visit('early', 'ac-repair', 'Imran Khan', '2026-11-16T10:00', '2026-11-10'),
      visit('late', 'tap-repair', 'Ramesh Kumar', '2026-11-19T10:00', '2026-11-10'),
    ];
    expect(which(resolved(text, { visits }))).toBe(expected);
  });
});

describe('by who comes', () => {
  it.each([
    ['the one with Imran', 'wash3'],
    ['ramesh wali visit', 'taps2'],
    ['the carpenter Suresh', 'wood1'],
    ['लक्ष्मी वाली', 'dust4'],
    ['not Imran, the other AC', 'cool5'],
  ])('%s', (text, expected) => expect(which(resolved(text))).toBe(expected));
});

describe('by place in the list', () => {
  const lastShown = [tap, wash, dust];
  it.each([
    ['the second one', 'wash3'],
    ['I would like to cancel the second one please', 'wash3'],
    ['doosra wala', 'wash3'],
    ['दूसरी वाली रद्द करो', 'wash3'],
    ['pehli wali cancel kar do', 'taps2'],
    ['the last one', 'dust4'],
    ['aakhri wali', 'dust4'],
    ['option 3', 'dust4'],
    ['number 1', 'taps2'],
    ['the fifth one', 'not_in_list'],
  ])('%s', (text, expected) => expect(which(resolved(text, { lastShown }))).toBe(expected));
});

describe('by order', () => {
  it.each([
    ['the last one I booked', 'dust4'],
    ['cancel my last booking', 'dust4'],
    ['jo abhi book kiya', 'dust4'],
    ['my next visit', 'wood1'],
    ['agli visit kab hai', 'wood1'],
    ['अगली बुकिंग', 'wood1'],
    ['the next ac visit', 'wash3'],
  ])('%s', (text, expected) => expect(which(resolved(text))).toBe(expected));
});

describe('by what is ruled out', () => {
  it.each([
    ['not the AC one, the other', { visits: [tap, wash] }, 'taps2'],
    ['AC wali nahi, dusri', { visits: [tap, wash] }, 'taps2'],
    ['एसी वाली नहीं, दूसरी', { visits: [tap, wash] }, 'taps2'],
    ['not the sunday one', { visits: [tap, wash] }, 'taps2'],
    ['cancel all except the carpenter', {}, 'all: taps2 wash3 dust4 cool5'],
    ['carpenter ko chhod kar sab cancel kar do', {}, 'all: taps2 wash3 dust4 cool5'],
    ['cancel everything except sunday', {}, 'all: wood1 taps2 dust4 cool5'],
    ['the other one', { visits: [tap, wash], lastMentioned: wash }, 'taps2'],
    ['dusri wali', { visits: [tap, wash], lastMentioned: tap }, 'wash3'],
    ['plumber nahi chahiye', {}, 'taps2'],
    ["i don't need the plumber", {}, 'taps2'],
  ] as [string, Told, string][])('%s', (text, told, expected) =>
    expect(which(resolved(text, told))).toBe(expected),
  );
});

describe('where little is said', () => {
  it.each([
    ['cancel my booking', { visits: [dust] }, 'dust4'],
    ['cancel my booking', {}, 'unclear: wood1 taps2 wash3 dust4 cool5'],
    ['cancel it', { lastMentioned: wash }, 'wash3'],
    ['usko cancel kar do', { lastMentioned: tap }, 'taps2'],
    ['cancel the plumber', { lastMentioned: wash }, 'taps2'],
    ['cancel all my bookings', {}, 'all: wood1 taps2 wash3 dust4 cool5'],
    ['sab cancel kar do', { visits: [tap, wash] }, 'all: taps2 wash3'],
    ['दोनों रद्द कर दो', { visits: [tap, wash] }, 'all: taps2 wash3'],
    ['cancel both', { lastShown: [tap, dust] }, 'all: taps2 dust4'],
    ['cancel both', {}, 'unclear: wood1 taps2 wash3 dust4 cool5'],
    ['cancel', { visits: [] }, 'no_visits'],
  ] as [string, Told, string][])('%s', (text, told, expected) =>
    expect(which(resolved(text, told))).toBe(expected),
  );

  it('takes the only one that is still open', () => {
    const over = { ...wood, status: 'completed' };
    expect(which(resolved('where is my visit', { visits: [over, wash] }))).toBe('wash3');
  });
});

describe('where it shall be moved', () => {
  it.each([
    ['move my Friday visit to Monday', 'unclear: wood1 cool5'],
    ['shift the plumber to sunday', 'taps2'],
    ['kal wali parso kar do', 'taps2'],
    ['shift the 4 pm one to 6', 'wood1'],
    ['move my sunday ac to monday', 'wash3'],
    ['tomorrow does not work, make it monday', 'taps2'],
    ['plumber ko somvar ko kar dijiye', 'taps2'],
    ['mera kal ka plumber somvar ko kar dijiye', 'taps2'],
    ['बुधवार वाली सोमवार को कर दो', 'dust4'],
    ['move the monday one to tuesday', 'not_then'],
    ['i have an exam on monday, push it to friday', 'unclear: wood1 taps2 wash3 dust4 cool5'],
  ])('%s', (text, expected) => expect(which(resolved(text, { moves: true }))).toBe(expected));
});
