import { mentionsIn } from './service-mention.js';

/** How everything between brackets is meant. */
function read(marked: string): string {
  const text = marked.replace(/[[\]]/g, '');
  let removed = 0;
  const named = [...marked.matchAll(/\[([^\]]+)\]/g)].map((match) => {
    const start = match.index - removed;
    removed += 2;
    return { start, end: start + match[1]!.length };
  });
  return mentionsIn(text, named).join();
}

it.each([
  'ac service with [foam wash]',
  'install split ac, [stand], [copper pipe]',
  'ac not cooling, [foam wash]',
  'geyser not heating [descaling]',
  'fridge repair, i have a [double door] fridge',
  'fan fitting and [old fan] to come down',
  'i have the wall ready but need a [bracket]',
  'can you also add [foam wash]?',
  'please do [descaling] too',
  'foam nahi, [anti rust] chahiye',
  '[bracket] is needed',
  'would like [gel polish]',
  'how much is ac service with [foam wash]?',
  'what do you charge for a [front load] machine repair?',
])('wanted: %s', (text) => expect(new Set(read(text).split(','))).toEqual(new Set(['wanted'])));

it.each([
  'new split ac to be installed, i already have the [stand] and the [copper pipe]',
  'install my washing machine, no need of a [stand]',
  'tv on the wall, [bracket] is with me',
  'ac installation without [stand]',
  "ac fitting, don't add any [copper pipe] or [stand]",
  'machine lagani hai, [stand] mere paas hai',
  'machine installation, [stand] nahi chahiye',
  '[stand] and [pipe] not needed',
  'we bought the [bracket] ourselves',
  'ac lagana hai, bina [stand]',
  'tv installation, i have a [bracket]',
  'skip the [filter kit] please',
  'brought the [stand] from the shop',
  'we ordered a [bracket] online',
  '[stand] kharid liya hai',
  '[stand] to rakha hai ghar mein',
  '[copper pipe] only if i ask, [stand] if required',
])('declined: %s', (text) => expect(read(text).split(',')).toContain('declined'));

it.each([
  'washing machine installation, is the [stand] included?',
  'does it include the [copper pipe]',
  'how much is [foam wash]',
  'how much for the [stand]?',
  'does the ac come with a [stand]?',
  'do i need a [stand]?',
  'what about the [bracket]?',
  'kya [stand] milega',
  '[bracket] lagega kya',
  '[trolley] bhi chahiye kya?',
])('asked about: %s', (text) => expect(read(text)).toBe('asked'));
