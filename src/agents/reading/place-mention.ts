// Whether a place other than one's home is spoken of: the saved address is taken for everything else, so this has to be seen. What is
// missed here is still shown before anything is booked; what is found too often costs a question.

const relative =
  "(?:mother|mom|mum|mummy|mumma|father|dad|daddy|papa|parent|in-?law|mother-in-law|father-in-law|sister|brother|son|daughter|uncle|aunt|aunty|auntie|grandmother|grandfather|grandparent|grandma|grandpa|friend|neighbou?r|cousin|colleague|tenant|boss|client)(?:s|'s|’s|s'|s’)?";
const dwelling = '(?:house|home|place|flat|apartment|apt|villa|bungalow|residence|property)';
const kin =
  '(?:maa|ma|mummy|mammi|mom|papa|pita|pitaji|mata|bhai|bhaiya|behen|behan|didi|dost|chacha|chachi|mama|mami|mausi|bua|nani|nana|dadi|dada|saas|sasur|padosi|kirayedar|beti|bete|parents|friend)';

/** Work, and the homes of others. A closed set; each alternative names a place, never only a person. */
const otherPlaces = new RegExp(
  [
    `(?<office>\\b(?:(?:at|to|for|in) (?:my |our |the )?(?:office|workplace|shop|clinic|store|showroom|restaurant|factory)|(?:office|shop|clinic|dukan|dukaan|daftar) (?:address|ka address|(?:mein|me|main|pe|par) (?:hai|bhej\\p{L}*|aa(?:na|o|iye)|aana|lagana|lagwana|karwana|karvana|karana|chahiye)))\\b)`,
    `\\b(?:my |our |the )?${relative} (?:(?:new|old|other) )?${dwelling}\\b`,
    `\\b(?:at|to) my ${relative}(?=\\W|$)(?! (?:room|phone|number))`,
    `\\b(?:new|other|another|second|rented|rental|different|wrong|old|vacant|empty) (?:${dwelling}|address|location)\\b`,
    `\\bnot (?:my|our|the) (?:${dwelling}|address)\\b`,
    `\\b${kin} k[ei] (?:ghar|yahan|yaha|flat|makan|paas)\\b`,
    `\\b(?:sasural|mayke|maayke|dusre ghar|doosre ghar|naye ghar|dusra address|doosra address|dusre address|naya ghar|nay[ae] flat)\\b`,
    '(?:माँ|मां|मम्मी|पापा|भाई|बहन|दीदी|दोस्त|चाचा|मामा|मौसी|नानी|दादी|सास|ससुर|पड़ोसी) के (?:घर|यहाँ|यहां|फ़?्?लैट)',
    '(?:ससुराल|मायके|दूसरे घर|नए घर|नये घर|दूसरा पता|दफ़?्?तर (?:में|पर)|ऑफ़?िस (?:में|पर|का पता)|दुकान (?:में|पर))',
  ].join('|'),
  'iu',
);

/** Another place than one's home, as it was said: `office` where it is the place of work, `other` for any other; null where none is. */
export type OtherPlace = 'office' | 'other';

export function otherPlaceAmong(said: string): OtherPlace | null {
  const found = otherPlaces.exec(said);
  if (!found) return null;
  return found.groups?.office !== undefined || /^(?:दफ|ऑफ|दुकान)/u.test(found[0]) ? 'office' : 'other';
}
