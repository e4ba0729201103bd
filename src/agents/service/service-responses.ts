// What the service agent says of services and prices.
import { formatDuration, formatMoney } from '#libs/format';
import type { ServiceRead } from '../agent-tools.js';
import { withChoice } from '../booking/booking-replies.js';
import type { AskedIntent } from '../language/language-understander.js';
import {
  listedNames,
  Responses,
  verbatim,
  type ReplyText,
  type ResponseReader,
} from '../language/responses.js';

export const serviceResponses = new Responses({
  offerToBook: {
    en: 'Would you like to book it?',
    'hi-Latn': 'Kya ise book karna hai?',
    hi: 'क्या इसे बुक करना है?',
  },
  /** The description is the catalogue's. */
  described: {
    en: '{service}: {description} It takes about {duration}. {price}',
    'hi-Latn': '{service}: {description} Samay lagbhag {duration}. {price}',
    hi: '{service}: {description} समय लगभग {duration}। {price}',
  },
  localPrice: {
    en: '{what} costs {price}{per} at {pincode}, including tax.',
    'hi-Latn': '{pincode} par {what} ka price {price}{per} hai, tax milakar.',
    hi: '{pincode} पर {what} का दाम {price}{per} है, टैक्स मिलाकर।',
  },
  usualPrice: {
    en: '{place, select, elsewhere {We do not offer it at {pincode}. Elsewhere } other {}}{what} costs {price}{per} including tax{range, select, wide {, depending on the city} other {}}.',
    'hi-Latn':
      '{place, select, elsewhere {{pincode} par yeh service nahi hai. Doosri jagah } other {}}{what} ka price {price}{per} hai, tax milakar{range, select, wide {, sheher ke hisaab se} other {}}.',
    hi: '{place, select, elsewhere {{pincode} पर यह सर्विस नहीं है। दूसरी जगह } other {}}{what} का दाम {price}{per} है, टैक्स मिलाकर{range, select, wide {, शहर के हिसाब से} other {}}।',
  },
  prices: { en: '{from} to {to}', 'hi-Latn': '{from} se {to} tak', hi: '{from} से {to} तक' },
  per: { en: ' per {unit}', 'hi-Latn': ' per {unit}', hi: ' प्रति {unit}' },
  askWhichOne: {
    en: 'Do you mean {services}?',
    'hi-Latn': 'Kya aapka matlab {services} hai?',
    hi: 'क्या आपका मतलब {services} है?',
  },
  askPriceOf: {
    en: 'For which service would you like the price?',
    'hi-Latn': 'Kis service ka price chahiye?',
    hi: 'किस सर्विस का दाम चाहिए?',
  },
  whatWeDo: {
    en: 'We repair and install home appliances, and do plumbing, electrical work, carpentry, painting, pest control and cleaning, among other things. What do you need?',
    'hi-Latn':
      'Hum ghar ke appliances ki repair aur installation, plumbing, bijli ka kaam, carpentry, painting, pest control, safai aur aise hi kai kaam karte hain. Aapko kya kaam karwana hai?',
    hi: 'हम घर के उपकरणों की मरम्मत और इंस्टॉलेशन, प्लंबिंग, बिजली का काम, बढ़ई का काम, पेंटिंग, पेस्ट कंट्रोल, सफ़ाई और ऐसे ही कई काम करते हैं। आपको क्या काम करवाना है?',
  },
});

/** What a price is for. */
export interface PricedService {
  service: ServiceRead;
  /** Their names. */
  options: string[];
  quantity: number;
}

export const describedService = (
  { name, description, durationMinutes }: ServiceRead,
  price: ReplyText,
): ReplyText =>
  serviceResponses.text('described', {
    service: name,
    description,
    duration: ({ language }: ResponseReader) => formatDuration(durationMinutes, language),
    price,
  });

export const localPrice = (priced: PricedService, paise: number, pincode: string): ReplyText =>
  serviceResponses.text('localPrice', { ...namedIn(priced), price: rupees(paise), pincode });

/** @param pincode where it is not offered, if one was named */
export function usualPrice(
  priced: PricedService,
  from: number,
  to: number,
  pincode: string | null,
): ReplyText {
  const price =
    from === to ? rupees(from) : serviceResponses.text('prices', { from: rupees(from), to: rupees(to) });
  return serviceResponses.text('usualPrice', {
    ...namedIn(priced),
    ...{ price, pincode, place: pincode ? 'elsewhere' : 'anywhere', range: from === to ? 'one' : 'wide' },
  });
}

export function askWhichService({ guess, intents }: AskedIntent): ReplyText {
  const names = guess.candidates.map((candidate) => candidate.name);
  if (names.length > 1) return serviceResponses.text('askWhichOne', { services: listedNames(names, 'or') });
  return serviceResponses.text(intents[0]?.name === 'ask_price' ? 'askPriceOf' : 'whatWeDo');
}

const namedIn = ({ service, options, quantity }: PricedService) => ({
  what: withChoice(service, options, quantity),
  per: service.unit && quantity === 1 ? serviceResponses.text('per', { unit: service.unit }) : verbatim(''),
});

const rupees =
  (paise: number): ReplyText =>
  ({ language }) =>
    formatMoney(paise, language);
