// What the booking agent says of where: pincodes, cities and addresses.
import type { CityRead } from '../agent-tools.js';
import { joinedTexts, listedNames, Responses, type ReplyText } from '../language/responses.js';
import type { BookingTask, VisitPlace } from './booking-form.js';

/** When others are only counted. */
const citiesNamed = 5;

export const placeResponses = new Responses({
  askPincode: {
    en: 'Where should we come? Please give the six-digit pincode.',
    'hi-Latn': 'Kahan aana hai? Kripya 6 digit ka pincode bataiye.',
    hi: 'कहाँ आना है? कृपया छह अंकों का पिनकोड बताइए।',
  },
  askPincodeIn: {
    en: 'Which pincode in {city} should we come to?',
    'hi-Latn': '{city} mein kis pincode par aana hai?',
    hi: '{city} में किस पिनकोड पर आना है?',
  },
  askSuggestedPincode: {
    en: 'Where should we come? To {line}, {pincode}? Say yes, or give the pincode.',
    'hi-Latn': 'Kahan aana hai? Kya {line}, {pincode} par? Haan kahiye, ya pincode bataiye.',
    hi: 'कहाँ आना है? क्या {line}, {pincode} पर? हाँ कहिए, या पिनकोड बताइए।',
  },
  askWhichCity: {
    en: '{pincode} is in {city}, not in {named}. Shall we come to {pincode} in {city}? Say yes, or give the pincode in {named}.',
    'hi-Latn':
      '{pincode} {city} mein hai, {named} mein nahi. Kya hum {city} mein {pincode} par aayein? Haan kahiye, ya {named} ka pincode bataiye.',
    hi: '{pincode} {city} में है, {named} में नहीं। क्या हम {city} में {pincode} पर आएँ? हाँ कहिए, या {named} का पिनकोड बताइए।',
  },
  askOtherPincode: {
    en: 'Is there another pincode that I should use?',
    'hi-Latn': 'Kya koi aur pincode hai jahan aana ho?',
    hi: 'क्या कोई और पिनकोड है जहाँ आना हो?',
  },
  serviceNotThere: {
    en: 'Sorry, {service} is not available at {pincode}. Nothing was booked.',
    'hi-Latn': 'Maaf kijiye, {pincode} par {service} available nahi hai. Kuch book nahi hua.',
    hi: 'माफ़ कीजिए, {pincode} पर {service} उपलब्ध नहीं है। कुछ बुक नहीं हुआ।',
  },
  nothingThere: {
    en: 'Sorry, we are not available at {pincode}. Nothing was booked.',
    'hi-Latn': 'Maaf kijiye, {pincode} par hamari koi service available nahi hai. Kuch book nahi hua.',
    hi: 'माफ़ कीजिए, {pincode} पर हमारी कोई सर्विस उपलब्ध नहीं है। कुछ बुक नहीं हुआ।',
  },
  workIn: {
    en: 'We work in {cities}.',
    'hi-Latn': 'Hum {cities} mein kaam karte hain.',
    hi: 'हम {cities} में काम करते हैं।',
  },
  workInMore: {
    en: 'We work in {cities} and {rest, plural, one {# more city} other {# more cities}}.',
    'hi-Latn':
      'Hum {cities} aur {rest, plural, one {# doosre sheher} other {# doosre sheheron}} mein kaam karte hain.',
    hi: 'हम {cities} और {rest, plural, one {# दूसरे शहर} other {# दूसरे शहरों}} में काम करते हैं।',
  },
  workElsewhere: {
    en: 'We work in other cities.',
    'hi-Latn': 'Hum doosre sheheron mein kaam karte hain.',
    hi: 'हम दूसरे शहरों में काम करते हैं।',
  },
  served: {
    en: 'Yes, we come to {place}.',
    'hi-Latn': 'Ji haan, hum {place} aate hain.',
    hi: 'जी हाँ, हम {place} आते हैं।',
  },
  outside: {
    en: 'Sorry, we do not come to {pincode} yet.',
    'hi-Latn': 'Maaf kijiye, hum abhi {pincode} par nahi aate.',
    hi: 'माफ़ कीजिए, हम अभी {pincode} पर नहीं आते।',
  },
  askAddress: {
    en: 'What is the address there (house or flat, street, area)?',
    'hi-Latn': 'Wahan ka address kya hai (ghar ya flat number, gali, area)?',
    hi: 'वहाँ का पता क्या है (मकान या फ़्लैट नंबर, गली, इलाक़ा)?',
  },
  askSuggestedAddress: {
    en: 'Should we come to {line}, {pincode}? Say yes, or give another address.',
    'hi-Latn': 'Kya hum {line}, {pincode} par aayein? Haan kahiye, ya doosra address bataiye.',
    hi: 'क्या हम {line}, {pincode} पर आएँ? हाँ कहिए, या दूसरा पता बताइए।',
  },
  placeAssumed: {
    en: 'We come to {line}, {pincode}.',
    'hi-Latn': 'Hum {line}, {pincode} par aayenge.',
    hi: 'हम {line}, {pincode} पर आएँगे।',
  },
  writeAddress: {
    en: 'I cannot tell which address that is. Please write it out here (house or flat, street, area).',
    'hi-Latn':
      'Samajh nahi aaya ki yeh kaun sa address hai. Kripya poora address yahan likhiye (ghar ya flat number, gali, area).',
    hi: 'समझ नहीं आया कि यह कौन-सा पता है। कृपया पूरा पता यहाँ लिखिए (मकान या फ़्लैट नंबर, गली, इलाक़ा)।',
  },
});

export function askPincode({ suggested, city }: BookingTask): ReplyText {
  if (suggested) return placeResponses.text('askSuggestedPincode', { ...suggested });
  return city ? placeResponses.text('askPincodeIn', { city }) : placeResponses.text('askPincode');
}

export function notServed(pincode: string, service: string | null, cities: readonly CityRead[]): ReplyText {
  return joinedTexts(
    service
      ? placeResponses.text('serviceNotThere', { service, pincode })
      : placeResponses.text('nothingThere', { pincode }),
    workInNearest(pincode, cities),
    placeResponses.text('askOtherPincode'),
  );
}

export const servedReply = (pincode: string, area: string | null, city: string | null): ReplyText =>
  placeResponses.text('served', { place: [area, city, pincode].filter((part) => part !== null).join(', ') });

export const askAddress = (suggested: VisitPlace | null): ReplyText =>
  suggested
    ? placeResponses.text('askSuggestedAddress', { ...suggested })
    : placeResponses.text('askAddress');

/** In India's numbering neighbouring places have neighbouring numbers: a rough "near". */
function workInNearest(pincode: string, cities: readonly CityRead[]): ReplyText {
  const distance = (city: CityRead): number =>
    Math.min(...city.pincodes.map((code) => Math.abs(Number(code) - Number(pincode))));
  const names = cities.toSorted((a, b) => distance(a) - distance(b)).map((city) => city.name);
  const rest = names.length - citiesNamed;
  if (rest > 0)
    return placeResponses.text('workInMore', { cities: names.slice(0, citiesNamed).join(', '), rest });
  return names.length > 0
    ? placeResponses.text('workIn', { cities: listedNames(names) })
    : placeResponses.text('workElsewhere');
}
