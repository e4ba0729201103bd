// What the invoice agent says.
import { Responses } from '../language/responses.js';

export const invoiceResponses = new Responses({
  invoice: {
    en: '{visit}: invoice {number} of {issuedAt, date, day}, {totalPaise, number, rupees}, of which {taxPaise, number, rupees} is GST on {taxablePaise, number, rupees}. You find it as a PDF at booking {reference}.',
    hi: '{visit}: इनवॉइस {number}, {issuedAt, date, day}, कुल {totalPaise, number, rupees}, जिसमें {taxablePaise, number, rupees} पर {taxPaise, number, rupees} जीएसटी है। इसका पीडीएफ़ बुकिंग {reference} में मिलेगा।',
    'hi-Latn':
      '{visit}: invoice {number}, {issuedAt, date, day}, kul {totalPaise, number, rupees}, jismein {taxablePaise, number, rupees} par {taxPaise, number, rupees} GST hai. Iska PDF booking {reference} mein milega.',
  },
  creditNote: {
    en: 'Credit note {number} takes {totalPaise, number, rupees} off it.',
    hi: 'क्रेडिट नोट {number} से इसमें से {totalPaise, number, rupees} कम हुए।',
    'hi-Latn': 'Credit note {number} se ismein se {totalPaise, number, rupees} kam hue.',
  },
  notIssued: {
    en: 'There is no invoice for the {visit}: one is issued when the work is done.',
    hi: '{visit}: इसका इनवॉइस नहीं है। इनवॉइस काम पूरा होने पर बनता है।',
    'hi-Latn': '{visit}: iska invoice nahi hai. Invoice kaam poora hone par banta hai.',
  },
  nothingDone: {
    en: 'You have had no visit that was completed, so there is no invoice yet.',
    hi: 'आपकी अभी कोई विज़िट पूरी नहीं हुई है, इसलिए कोई इनवॉइस नहीं है।',
    'hi-Latn': 'Aapki abhi koi visit poori nahi hui hai, isliye koi invoice nahi hai.',
  },
  noSuchBooking: {
    en: 'I find no booking {reference} of yours, and so no invoice.',
    hi: 'आपकी कोई बुकिंग {reference} नहीं मिली, इसलिए इनवॉइस भी नहीं।',
    'hi-Latn': 'Aapki koi booking {reference} nahi mili, isliye invoice bhi nahi.',
  },
});
