// What addresses are made of. They have no grammar; these signs separate them well enough from everything else that is said in a booking,
// and the proposal shows the address before anything is written.
import type { Entity } from '#libs/nlu';

export interface FoundAddress {
  /** Without the pincode, and without what was understood as a time. */
  line: string;
  start: number;
  end: number;
}

/** "flat 302", "wing B-4", "2nd floor", "no 7" */
const unit =
  /\b(?:flat|house|plot|door|room|villa|tower|wing|block|floor|sector|phase|stage|shop|makaan|makan|ghar)\b[\s.:#-]*(?:no\b|number\b)?[\s.:#-]*(?:[a-z]{1,2}[-/ ]?)?\d|\d(?:st|nd|rd|th)?\s+(?:floor|block|stage|phase|sector)\b|\bh\.? ?no\b|(?:^|,)\s*(?:no|number)\b\.?\s*\d/i;
/** What the larger things are called. */
const way =
  /\b(?:road|rd|street|st|lane|gali|marg|main|cross|nagar|colony|layout|extension|extn|enclave|society|residency|apartments?|apts?|heights|towers?|avenue|ave|chowk|circle|square|plaza|gardens?|hills?|bazaar|market|chawl|wadi|peth|bhavan|niwas|sadan|kunj|building|bldg|complex|chs|park|vihar|puram|bagh|pg|hostel|near|opp|opposite|behind)\b|रोड|नगर|गली|मकान|क्रॉस|सेक्टर|फ्लैट/iu;
/** Of an address that was begun: "ground floor, blue gate". */
const detail =
  /\b(?:(?:ground|first|second|third|fourth|fifth|sixth|seventh|top|upper) floor|gate|floor|villas?|homes|hotel|bank|school|temple|mandir|masjid|church|hospital|station|lift|stairs|bell)\b/i;
const houseNumber =
  /(?:^|,)\s*#?\s*(?:[a-z]{1,2}[-/]?|[a-z] )?\d{1,5}[a-z]?(?:[-/]\d{1,4}[a-z]?)*(?=[\s,]|$)/i;
const startsWithNumber = /^\s*#?\s*(?:[a-z]{1,2}[-/]?|[a-z] )?\d{1,5}[a-z]?(?:[-/]\d{1,4}[a-z]?)*(?=[\s,])/i;
/** "A-12, Hauz Khas": a number, and a name of more than a word. */
const numberAndName =
  /^(?:[a-z]{1,2}[-/]?|[a-z] )?\d{1,5}[a-z]?(?:[-/]\d{1,4}[a-z]?)*,\s*\p{L}[^,]*\s\p{L}/iu;
/** "22 besant adyar", "9 Janpath": enough beside a pincode. A single word must be written as a name, or it may be a thing that is counted. */
const numberThenName =
  /^#?(?:[A-Za-z]{1,2}[-/]?|[A-Za-z] )?\d{1,5}[A-Za-z]?(?:[-/]\d{1,4}[A-Za-z]?)*[,\s]+(?:[\p{L}\p{M}]{3,}\s+[\p{L}\p{M}]{3,}|\p{Lu}\p{Ll}{3,}\s*$)/u;
/** "2 bhk", "3 seater", "1 powder room" and "8 inch" are sizes and numbers of things, not of houses. */
const sizes =
  /\b\d+[\s-]*(?:bhk|(?:\p{L}+\s+)?(?:bed|bath|wash|rest)?rooms?|toilets?|kitchens?|balcon(?:y|ies)|seaters?|seats?|sofas?|mattress(?:es)?|acs?|persons?|people|pieces?|items?|fans?|taps?|lights?|lifts?|inch(?:es)?|feet|ft|litres?|liters?|ltrs?|kgs?|tons?|watts?|years?|months?|days?|hours?)(?![\p{L}\p{M}])/giu;
const speech =
  /(?<![\p{L}\p{M}])(?:i|it|we|you|me|is|was|are|will|want|need|please|my|what|mujhe|aap|hai|karo|mera|main)(?![\p{L}\p{M}])/iu;
/** Belongs to the house: "Plot 380099-C". */
const numberOfHouse =
  /\b(?:plot|house|survey|khasra|makaan|(?:flat|door|shop|h)[\s.]*(?=no\b|number\b)|no|number)\b[\s.:#-]*$/i;
const named =
  /^\s+(?:road|rd|street|st|lane|gali|marg|nagar|colony|layout|enclave|society|residency|apartments?|apts?|flats|heights|towers?|avenue|ave|chowk|circle|square|plaza|gardens?|hills?|bazaar|bazar|market|chawl|wadi|peth|bhavan|niwas|sadan|kunj|building|bldg|complex|park|vihar|puram|bagh|villas?|homes|hotel|house|hostel|school|temple|mandir|maidan|peth)(?![\p{L}\p{M}])/iu;

/** Where in a building, and what a place is called: "first floor", "flat 302", "Lake View Road", "near the lock factory" alone. */
const places = [
  /\b(?:flat|house|plot|room|villa|tower|wing|block|sector|phase|stage|shop|makaan|makan|gate)[\s.:#-]*(?:(?:no|number)\b[\s.:#-]*)?(?:[a-z][-/ ]?)?\d[\w/-]*/giu,
  /(?<![\p{L}\p{M}\p{N}])(?:ground|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|top|upper|\d+(?:st|nd|rd|th)?|pehl[aei]|doosr[aei]|dusr[aei]|teesr[aei]|tisr[aei]|chauth[aei]|पहल[ाीे]|दूसर[ाीे]|तीसर[ाीे]|चौथ[ाीे])\s+(?:floor|manzil|maala|mala|मंजिल|मंज़िल|माला|फ्लोर)(?![\p{L}\p{M}])/giu,
  /\b\d+(?:st|nd|rd|th)\s+(?:main|cross|block|stage|phase|sector|street|lane)(?![\p{L}\p{M}])/giu,
  /(?<!\p{L})\p{L}+\s+(?:road|rd|nagar|colony|layout|extension|enclave|residency|apartments?|heights|towers|gardens|market|complex|avenue|chowk|circle|plaza|bazaar|bazar|chawl|wadi|peth|bhavan|niwas|sadan|vihar|puram)(?![\p{L}\p{M}])/giu,
  /^\s*(?:near|opp|opposite|behind|beside|next to|in front of|close to|above|across from)\s[^,.;!?\n]*$/giu,
  /^[^,.;!?\n]*(?:ke (?:paas|pas|samne|saamne|peeche|piche|bagal mein|upar)|के (?:पास|सामने|पीछे|बगल में|ऊपर))\s*(?:wal[aei] (?:gali|building|ghar))?\s*$/giu,
];

/** `text` without what only says where: no service is named by it. */
export function withoutPlaces(text: string): string {
  return places.reduce((rest, place) => rest.replace(place, ' '), text);
}

export function hasUnit(words: string): boolean {
  return unit.test(withoutSizes(words));
}

export function hasWay(words: string): boolean {
  return way.test(words);
}

export function hasDetail(words: string): boolean {
  return detail.test(words);
}

export function hasHouseNumber(words: string): boolean {
  return houseNumber.test(withoutSizes(words));
}

export function hasSigns(line: string): boolean {
  const bare = withoutSizes(line);
  return unit.test(bare) || (/\d/.test(bare) && way.test(bare));
}

/** "A-604 Sunshine Towers": begins with the number of a house and is called as houses and streets are, whatever else its words mean. */
export function isHouseAndWay(line: string): boolean {
  const bare = withoutSizes(line);
  return startsWithNumber.test(bare) && way.test(bare);
}

/** Whether letters stand together as in a word, in whatever script. */
export function hasWords(line: string): boolean {
  return /[\p{L}\p{M}]{2}/u.test(line);
}

/** @param besidePincode less will do then ("22 besant adyar") */
export function looksLikeAddress(line: string, besidePincode: boolean): boolean {
  const bare = withoutSizes(line);
  const isNumbered = besidePincode && numberThenName.test(bare) && !hasSpeech(bare);
  return hasSigns(line) || numberAndName.test(bare) || isNumbered;
}

/** Whether words are there that a sentence has and an address has not. */
export function hasSpeech(line: string): boolean {
  return speech.test(line);
}

function withoutSizes(words: string): string {
  return words.replace(sizes, ' ');
}

/** Whether what stands before `after` is the name of a street or house: "Shukrawar" Peth, "15 August" Marg. */
export function namesPlace(after: string): boolean {
  return named.test(after);
}

/** A pincode, phone or mail address is kept elsewhere; the number of a plot is none of them. */
export function isContact(
  { type, start, end }: Pick<Entity, 'type' | 'start' | 'end'>,
  text: string,
): boolean {
  if (type === 'phone' || type === 'email' || type === 'price') return true;
  return type === 'pincode' && !numberOfHouse.test(text.slice(0, start)) && !/^-\p{L}/u.test(text.slice(end));
}
