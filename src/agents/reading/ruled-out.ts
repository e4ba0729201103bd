// What a message names only to say that it is not meant: "mosquito no, cockroach yes", "not the sofa, the carpet", "the fridge works again".
// What is broken is told with the same little words ("fan not working", "paani nahi aa raha"), so each form is one that a fault does not have.

export interface RuledOut {
  start: number;
  /** Exclusive. */
  end: number;
}

const borders =
  /[,.;:!?\n।]+|(?<![\p{L}\p{M}])(?:but|lekin|magar|balki|and|aur|लेकिन|मगर|बल्कि|और)(?![\p{L}\p{M}])/giu;
/** Said before it in the same clause. */
const lead = String.raw`^\s*(?:(?:no|nahi|sorry|actually|oh|wait|ok|okay|please|i said|i meant|it'?s|its|it is|that'?s|only)\s+)*`;
const determiner = String.raw`(?:the|my|our|a|an|that|this|any|for the|for my)`;
const word = String.raw`[\p{L}\p{M}'’-]+`;
/** "Not the sofa"; without a "the" it stands at the beginning, and is no property of what is broken. */
const notTheThing = new RegExp(String.raw`(?<![\p{L}\p{M}])not\s+${determiner}\s+${word}`, 'iu');
const notThing = new RegExp(
  String.raw`${lead}(not\s+(?!${determiner}\b|sure|now|yet|today|tomorrow|here|only|just|able|good|clean|cold|hot|cool|warm|proper|properly|enough|so|at|in|on|to|very|too|really|working|fine|ok|okay|available|possible|urgent|\d)${word}(?<!ing|ed|ly)(?:\s+${word}){0,2}\s*)$`,
  'iu',
);
const unwanted =
  /(?<![\p{L}\p{M}])(?:(?:i |we )?(?:do not|don'?t|dont|no longer) (?:need|want|require)|no need (?:of|for)|without|except|excluding|instead of|rather than|forget|leave out|skip)(?:\s+(?:the|my|a|an|any))?\s+\p{L}/iu;
const unwantedBefore =
  /(?<![\p{L}\p{M}])(?:(?:is |are )?not (?:needed|required|necessary)|nahi(?:n)? (?:chahiye|chahie|karwan\p{L}*|karan\p{L}*)|(?:ki|ke) (?:jagah|badle|bajay|bajaye)|ki (?:koi )?zarurat nahi(?:n)?|mat (?:karo|karna|kijiye|bhejo)|नहीं (?:चाहिए|करवा\S*|कराना)|की जगह|के बजाय|की (?:कोई )?ज़?रूरत नहीं)(?![\p{L}\p{M}])/iu;
/** A name and a no: "mosquito no", "sofa nahi". */
const namedNo = new RegExp(
  String.raw`^\s*(?!(?:no|yes|ok|haan|abhi|aaj|kal|bilkul|why|koi|kuch|paani|pani|bijli)\b)(?:${word}\s+){1,3}(?:no|nope|nahi|nahin|nhi|नहीं)\s*$`,
  'iu',
);
/** "Sofa nahi carpet karwana hai" */
const nahiOther = new RegExp(
  String.raw`^\s*((?:${word}\s+){1,2}(?:nahi|nahin|nhi|नहीं)\s+)(?=(?:${word}\s+)+(?:karwan\p{L}*|karana|chahiye|chahie|saaf|dhulw\p{L}*|bhej\p{L}*|wala|करवा\S*|चाहिए|भेज\S*))(?!.*(?:raha|rahi|rahe|hota|hoti|रहा|रही|रहे))`,
  'iu',
);
const mended =
  /(?<![\p{L}\p{M}])(?:works? (?:again|now|fine)|(?:is|are) (?:working|fine|ok|okay|good|alright) (?:again|now)|(?:is|are|got|has been|was) (?:already )?(?:fixed|repaired|sorted|done)(?: now| already)?|(?:ab |abhi )?(?:theek|thik|sahi) (?:ho gay[aie]|hai ab)|ab (?:theek|thik|sahi|chal rah[aie]) (?:hai|hain)?|chal (?:gay[aie]|pad[aie])|chalne lag[aie]|ठीक हो गय[ाीे]|अब ठीक है|चलने लग[ाीे])\s*$/iu;

/** In order; they do not overlap. */
export function ruledOutIn(text: string): RuledOut[] {
  const cuts = [...text.matchAll(borders)];
  const starts = [0, ...cuts.map((match) => match.index + match[0].length)];
  return starts.flatMap((start, index) => {
    const clause = text.slice(start, cuts[index]?.index ?? text.length);
    const found = ruledOutOf(clause);
    return found ? [{ start: start + found.start, end: start + found.end }] : [];
  });
}

function ruledOutOf(clause: string): RuledOut | null {
  const end = clause.length;
  if (namedNo.test(clause) || mended.test(clause)) return { start: 0, end };
  const thing = notThing.exec(clause);
  if (thing) return { start: end - thing[1]!.length, end };
  const other = nahiOther.exec(clause);
  if (other) return { start: 0, end: other[1]!.length };
  const before = unwantedBefore.exec(clause);
  if (before) return { start: 0, end: before.index + before[0].length };
  const behind = notTheThing.exec(clause) ?? unwanted.exec(clause);
  return behind && { start: behind.index, end };
}
