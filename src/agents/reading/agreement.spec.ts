import { array, assert, constantFrom, integer, nat, oneof, property, stringMatching } from 'fast-check';
import { besideYes, keepsIt, readAgreement, readAgreementTo } from './agreement.js';
import { filingWords } from './deed-words.js';

const plainYes = `
  yes | Yes. | YES!!! | yesss | yes please | yes, please do | yes thank you | yeah sure | yup | yep do it | ya ok | y | ok | OKAY | okayyy |
  ok do it | ok, go ahead | ok book it please | sure | sure, go ahead | of course | absolutely | definitely book it | confirm |
  please confirm | yes please confirm | confirm the booking | I confirm | confirmed | go ahead please | please proceed | proceed with the booking |
  let us do it | Let’s do it | lets go ahead | book it | just book it | book this slot | done | deal | fine | that's fine | that works for me |
  sounds good, book it | looks good | perfect | great, book it | alright then | all right, confirm it | no problem, go ahead | why not, book it |
  you can book it | I'll take it | works for me | correct | yes yes | "yes" | *yes* | yes :) | haan | haan ji | ji | ji haan | ji kar dijiye |
  haan theek hai | theek hai book kar do | thik hai bhai kar do | chalo kar do | accha theek hai | bilkul | pakka | ha | haaan kar do |
  haan book kar do please | ok bhai confirm kar do | sahi hai, kar do | chalega | manzoor hai | bhej do | हाँ | हां | हाँ जी | जी | ठीक है | ठीक है बुक कर दो | हां कर दीजिए |
  ज़रूर | बिल्कुल | 👍 | 👍🏽 | ✅ | ✔️ | 👌 | yes 👍 | ok 🙏 | ஆமாம் | சரி | అవును | సరే | ಹೌದು | ಸರಿ | അതെ | হ্যাঁ | ঠিক আছে | હા | હા જી | ਹਾਂ ਜੀ | हो | चालेल |
  aamaam | houdu | avunu`;

const unclear = `
  yes? | sure? | ok? really? | is it sure | should I say yes? | who confirms? | yes or no | y/n | yes yes yes no | yes, no, yes | no yes | yes and no |
  ha ha ha | haha | ha ha | hahaha yes | lol yes | yes 😂 | 🤔 | ok got it |
  ok noted | ok i see | oh ok | accha | acha | hmm | hmm ok | hmm yes | ok hmm | great | good | thanks | thank you ji | bhaiya ji | yes i understand |
  i understand | understood | haan baad me |
  haan par abhi nahi | haan lekin kal nahi | ok later | I will confirm | I'll confirm tomorrow | let me confirm | confirm the address please |
  confirm price | confirm with my wife first | you confirm | yes only if Hemant comes | yes if it is cheaper | yes provided a lady comes |
  yes with a lady technician | okay, but with a different person | ok but not him, someone else | yes but bring a ladder | yes but call me before coming |
  ok but i pay only after the work | yes to the price, no to the time | yes for two of them | yes for the kitchen one | yes the ac | sure, the carpet |
  yes 2 | ok 500 | yes at 5 | yes tomorrow | ok but my address is 21 not 12 | yes, is GST included? | ok, what happens if it rains | yes how much |
  yes and a plumber too | also a plumber | it's fine | it's ok | no need | do i book it | can you book it? | could book |
  would book | not sure | not ok | not fine | surely not | never say yes | yes-man | yesterday | yes sir but | ok (maybe) | maybe | probably | perhaps yes |
  I guess | if you say so | whatever | as you like | yes said nobody | say yes | they said ok | please | please? | right? | k? | 1 | + | - | ... |
  yes cancel my other one | yes please change it | haan nahi | हाँ नहीं | हाँ लेकिन कल | अच्छा | हा हा हा | ये कौन है | don't cancel | yes don't cancel | cancel no`;

const list = (text: string) => text.split('|').map((each) => each.trim());

describe('a plain yes', () => {
  it.each(list(plainYes))('%s', (text) => expect(readAgreement(text)).toBe('yes'));
});

describe('no plain answer', () => {
  it.each(list(unclear))('%s', (text) => expect(readAgreement(text)).toBe('other'));
});

it.each(
  list(
    'wait | ok wait | okay one minute | yes, hold on | no wait | theek hai sochta hoon | haan ek minute | हाँ रुको',
  ),
)('asks for a moment: %s', (text) => expect(readAgreement(text)).toBe('wait'));

describe('a yes beside a word that drops the offer', () => {
  it.each(
    list(
      'yes cancel it | confirm cancellation | ok stop | haan cancel kar do | no, cancel it | हाँ रद्द कर दो | never mind | please cancel',
    ),
  )('%s', (text) => expect(readAgreement(text)).toBe('stop'));
});

it.each(list('no | no thanks | nope | nahi ji | mat karo | नहीं | not now please | 👎'))(
  'turns down: %s',
  (text) => expect(readAgreement(text)).toBe('no'),
);

it.each([
  ['yes, but bring a ladder', 'but bring a ladder'],
  ['theek hai bhai, par lift kharab hai', 'par lift kharab hai'],
  ['ok', ''],
  ['thanks', null],
  ['bring a ladder', null],
])('beside the yes of "%s" stands %j', (text, rest) => expect(besideYes(text)).toBe(rest));

/** None of them a word of agreement, courtesy or refusal; English and Hindi of every kind that turns up in a booking. */
const contentWords = `
  after again air almost alone already also although always and another any anybody anyone anything apartment april area arrive ask august
  autumn away baby back bad balcony bathroom because bed before begin behind below better between big bill bit black blue boy brand bring broken
  brother building burn but buy by cable call camera car carpenter carpet carry ceiling chair charge cheap cheaper check chimney city clean cleaner
  clear clock close cloth cold compare complain complaint condition cook cooler corner cost could cousin curtain customer damage dark date
  daughter day dead december decide deep delay deposit different difficult dinner dirty discount dog door double doubt down drain drill dry dust early
  earth easy eat eight electric electrician else empty end english enough evening ever every expensive expert explain extra face fall family fan far
  fast father fault february fee few fifteen fifty filter find finish fire first five flat floor foam food forty four free friday fridge from front
  full furniture garden gas gate gents geyser girl give glass grill ground guard guest gst half hall hammer hand hard have he hear heat heavy help her
  here high hire his hold holiday home hot hour house how hurry husband if inside insurance iron january job july june keep key kitchen know ladder
  lady lamp landlord large last late later laundry leak learn leave less lift light like listen little living lock long look loose lot loud low lunch
  machine man manager many march market material maybe measure meet meter middle minute mirror mixer modern moment monday money month more morning
  mother motor move much music nail name near need neighbour never new next night nine nobody noise none noon not nothing november number october
  off offer office old one only open option or order other outside oven over owner pack paint part parts pay payment people perhaps person phone pick
  picture piece pipe place plan plastic plate play plug plumber pm point police policy poor possible power price problem professional pump push quick
  quiet quote rain rate reach ready really reason receipt red refund remove rent repair replace report rest return roof room round rupees same saturday
  say school screen second see sell senior september service seven shift shop short should shower sick side sink sister six size sleep slow small smell
  sofa some somebody someone something son soon spare speak split spring staff stairs stand star start stay still stone store stove street strong
  summer sunday switch system table take talk tall tank tap tax technician tell ten terms test than the there these they think thirty
  three through thursday tiles till time tired today together toilet tomorrow too tool top total toy train trouble true trust try tuesday turn tv twelve
  twenty twice two under unless until up urgent us use very video visit voice wait wall want warm warranty wash water way weather wednesday week what
  when where which while white who whole whose wife will window winter wire with without woman wood word work worker worry would write wrong year yellow
  yesterday yet young aadmi aaj aap aaya abhi agar andar aur aurat baad baat bachcha bada bahar banda bas bhi bijli biwi chhota chahiye chawal dard
  darwaza dekho dikhao din dopahar dost dusra ek galat gaya ghanta ghar gharwale hafta jaldi jab kab kaam kahan kaise kal kamra kapda kaun kharab kharcha
  khidki khud kitna kitne koi kuch kursi kya kyun lekin magar mahila mahina mehenga mera mistri naya paani pahle paisa pankha par parso pata pati
  pehle purana raat rakho rasoi ruko saath sabun sasta savere shaam shayad soch subah tab tak thoda tum udhar upar usko wala waqt woh yahan`
  .trim()
  .split(/\s+/);

describe('what is added to a yes', () => {
  const yes = constantFrom(...list(plainYes));
  const word = oneof(
    { weight: 4, arbitrary: constantFrom(...contentWords) },
    { weight: 1, arbitrary: stringMatching(/^[b-df-hj-np-tv-z][a-z]{3,9}q$/) },
    { weight: 1, arbitrary: integer({ min: 0, max: 999999 }).map(String) },
    { weight: 1, arbitrary: constantFrom('?', '(', '%', '₹', '/', '😂', 'நாளை', 'कल', 'పని', '明天') },
  );
  const pause = constantFrom(' ', ', ', ' - ', '. ', '! ', '\n');

  it('makes it something else, wherever it stands', () => {
    assert(
      property(
        yes,
        array(word, { minLength: 1, maxLength: 3 }),
        yes,
        pause,
        nat(2),
        (first, added, second, gap, place) => {
          const said = [first, second];
          said.splice(place, 0, added.join(' '));
          expect(readAgreement(said.join(gap))).not.toBe('yes');
          expect(readAgreement([first, added.join(' ')].join(gap))).not.toBe('yes');
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('is what every single word of the list does', () => {
    const agreeing = contentWords.filter(
      (each) => readAgreement(`yes ${each}`) === 'yes' || readAgreement(each) === 'yes',
    );
    expect(agreeing).toEqual([]);
  });
});

it.each([
  'cancel na karo',
  "please don't drop it",
  'no need to cancel',
  'do not stop the booking',
  'रद्द मत करो',
])('"%s" keeps what is being arranged', (text) => expect(keepsIt(text)).toBe(true));
it.each(['cancel it', 'no, cancel', 'stop it, not today', 'forget it'])('"%s" does not', (text) =>
  expect(keepsIt(text)).toBe(false),
);

it.each([
  ['file it', 'yes'],
  ['yes, file it please', 'yes'],
  ['haan darj kar do', 'yes'],
  ['हाँ, दर्ज कीजिए', 'yes'],
  ['no, file it', 'other'],
  ['do not file it', 'other'],
  ['file it tomorrow', 'other'],
  ['yes', 'yes'],
  ['no', 'no'],
])('to the question whether to file it, "%s" is: %s', (text, agreement) =>
  expect(readAgreementTo(text, filingWords)).toBe(agreement),
);
