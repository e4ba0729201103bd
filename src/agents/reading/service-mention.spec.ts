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
  'i do not have a [stand], please bring one',
  '[stand] nahi hai mere paas, le aana',
  'will you also bring the [copper pipe]?',
  'add [copper pipe], i do not have one',
  'the [stand] is rusted, i need a new one',
  '[old fan] has to come down first',
  '[remove old geyser] and put the new one',
  '[filter change] karna hai',
  'my sofa is [leather]',
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
  'the old [copper pipe] is fine',
  'the [stand] came with the ac',
  'my landlord gave me a [stand]',
  '[copper pipe] ki zarurat nahi',
  'leave out the [stand]',
  'i would rather not have the [extra pipe]',
  'not sure about the [stand]',
  'maybe the [stand], let me ask my husband',
  'tv on wall, [bracket] is in the box',
  'the [bracket] was delivered with the tv',
  '[old geyser] was thrown away already',
  'paint the walls, leave the [ceiling]',
  'the [ceiling] was painted last year',
  '[filter] was changed last month, only service',
  'i have a spare [membrane] at home',
  "it's not [leather], it is cloth",
  '2 bhk, [fridge cleaning] not needed',
  '[connection pipes] are with me',
  'do not remove the [old geyser]',
  'it is not a [chandelier], only two lamps',
  'स्टैंड [stand] नहीं चाहिए',
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
  '[stand] ka kitna hai',
  'tell me the price of the [copper pipe]',
  'what will the [bracket] cost me',
  'do i have to pay for [core cutting]?',
  'if i take the [stand] how much will it be',
  'i do not have a [stand]',
  'is [stain guard] worth it?',
  'why would i need a [stand]',
])('asked about: %s', (text) => expect(read(text)).toBe('asked'));
