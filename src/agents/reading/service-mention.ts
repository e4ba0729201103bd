// How things that are named are meant: wanted, or else declined ("no need of a pipe", "I already have the stand"), or only asked about
// ("is the stand included?"). What is charged for has to be wanted.

export type ServiceMention = 'wanted' | 'declined' | 'asked';
interface Stretch {
  start: number;
  end: number;
}

const border =
  /[,;.!?\n।]|(?<![\p{L}\p{M}])(?:but|however|lekin|magar|par|so|लेकिन|मगर|पर)(?![\p{L}\p{M}])/giu;
/** Between the members of a list. */
const onlyJoins = /^[\s,&]*(?:(?:the|an?|and|or|nor|any|extra|aur|ya|और|या)(?![\p{L}\p{M}])[\s,&]*)*$/iu;
const refusedJustBefore =
  /(?<![\p{L}\p{M}])(?:no|not|without|except|excluding|skip|minus|remove|drop|leave(?: out)?|never|do not|don'?t|dont|doesn'?t|rather not|(?:not|un)(?:\s+\w+)?\s?sure about|maybe|perhaps|shayad|bina|बिना|शायद)(?:\s+(?:the|an?|any|my|our|that|this|with|have|need|want|require|take|add|include|put|do|of|for|extra|it))*\s*$/iu;
const owned =
  /(?<![\p{L}\p{M}])(?:already|own|owns|bought|brought|purchased|ordered|arranged|(?:gave|given|lent|sent) (?:me|us)|spare|(?:have|has|got|'ve) (?:the|my|our|all)|pehle se|पहले से)(?![\p{L}\p{M}])/giu;
const wanted =
  /(?<![\p{L}\p{M}])(?:need|needs|want|wants|add|include|with|plus|require|requires|install|do|chahiye|lagao|saath|चाहिए|साथ)(?![\p{L}\p{M}])/giu;
/** "I have a stand" owns one; "I have a front load machine" tells of what kind the machine is. */
const ownsOne = /\b(?:have|has|got)(?: an?| one)?\s*$/i;
const be = String.raw`(?:(?:is|are|was|were|i|we|hai|hain|bhi|also|to|toh|both)\s+)*`;
/** "The stand came with it", "the filter was changed last month". */
const settled = String.raw`(?:came|comes|was|were|has been|have been|had been|got|is|are)\s+(?:already\s+|just\s+|all\s+)?(?:with it|with the|delivered|given|provided|supplied|included|thrown|painted|changed|replaced|cleaned|bought|fixed|fitted|made|done|removed|gone|fine|ok|okay|good|enough|(?:in|at|inside) (?:the|my|our) (?:box|home|house|place)|at home|here)`;
/** "I don't have a stand", "no stand here": what is lacking is not ordered by that. */
const lacksBefore =
  /(?<![\p{L}\p{M}])(?:(?:do not|don'?t|dont|haven'?t|havent) (?:have|got|own)|have no|there is no|got no)(?:\s+(?:the|an?|any|my|our))*\s*$/iu;
const lacksAfter =
  /^\s*(?:(?:nahi|nahin|nhi|नहीं)\s+(?:hai|hain|है|हैं)(?:\s+(?:mere|hamare|humare|मेरे|हमारे)\s+(?:paas|पास))?|(?:here|available) (?:no|not))\s*$/iu;
/** "… please bring one": of what was just said to be lacking. */
const bringsIt =
  /(?<![\p{L}\p{M}])(?:bring|get|add|include|need|carry|provide|lana|laana|le aana|le aao|leke aana|lagana|chahiye|लाना|ले आना|चाहिए)(?![\p{L}\p{M}])/iu;
const wantedAfter = new RegExp(
  String.raw`^[\s]*${be}(?:needed|required|chahiye|chahie|lagana|lagwana|चाहिए|लगाना)(?![\p{L}\p{M}])`,
  'iu',
);
const refusedAfter = new RegExp(
  String.raw`^[\s]*(?:${settled}|${be}(?:not|no|isn'?t|aren'?t|already|there|available|ready|with me|with us|done|removed|installed|nahi|nahin|nhi|mat|pehle se|mere paas|humare paas|hamare paas|have already|i have|we have|if (?:required|needed|necessary)|(?:ki |की )?(?:zarurat|jarurat|zaroorat|ज़रूरत|जरूरत) (?:nahi|nahin|nhi|नहीं)|kharid\w*|le (?:liya|aaya|aaye)|la (?:liya|chuk\w*)|rakh[aie]|pad[aie]|नहीं|मत|पहले से|मेरे पास|खरीद\S*|ले लिया|रखा))(?![\p{L}\p{M}])`,
  'iu',
);
/** "It is a 2 bhk, not 1": another one is refused. */
const insteadOfAnother =
  /^\s*(?:flat|house|home|wal[aie])?\s*not\s+(?:an?\s+)?(?:\d|one|two|three|four|single|double)/iu;
const isQuestion =
  /^\W*(?:is|are|was|does|did|will|would(?! like)|should|do (?:i|you|we|they)|what|which|how|why|when|kya|kitn\w*|क्या|कितन\S*)(?![\p{L}\p{M}])|\bhow much\b|\b(?:price|cost|charges?|rate) (?:of|for)(?: (?:the|an?))?\s*$/iu;
const isIncluded = /^[^,;.!?]*\b(?:included|includes?|extra|free)\b/iu;
const isQuestionBehind =
  /\b(?:how much|included|extra charges?|(?:ka |ki )?(?:kitna|kitne|kitni)(?: ka| ki)?(?: hai| lagega| hoga)?|milega kya)\b|(?<![\p{L}\p{M}])(?:kya|क्या)\s*$/iu;
const isRequest =
  /\b(?:can|could|would|will) (?:you|u|they|he|someone) (?:please |pls |also )*(?:add|include|do|put|fit|use|bring|get|carry)\b/i;

/**
 * How each of `named` is meant, stretches of `text` in order. Members of a list ("neither the stand nor a pipe") are meant alike.
 * @param isThing whether a word is what the service is done to: "how much is a tap replacement?" asks for the whole, with it
 */
export function mentionsIn(
  text: string,
  named: readonly Stretch[],
  isThing: (word: string) => boolean = () => false,
): ServiceMention[] {
  const lists: Stretch[][] = [];
  for (const each of named) {
    const last = lists.at(-1)?.at(-1);
    if (last && onlyJoins.test(text.slice(last.end, each.start))) lists.at(-1)!.push(each);
    else lists.push([each]);
  }
  return lists.flatMap((list) => {
    const meant = mentionOf(text, list[0]!.start, list.at(-1)!.end, isThing);
    return list.map(() => meant);
  });
}

function mentionOf(
  text: string,
  start: number,
  end: number,
  isThing: (word: string) => boolean,
): ServiceMention {
  const borders = [...text.matchAll(border)];
  const begins = borders.findLast((match) => match.index + match[0].length <= start);
  const ends = borders.find((match) => match.index >= end);
  const before = text.slice(begins ? begins.index + begins[0].length : 0, start);
  const after = text.slice(end, ends?.index ?? text.length);
  if (lacksBefore.test(before) || lacksAfter.test(after))
    return bringsIt.test(text.slice(end)) ? 'wanted' : 'asked';
  const isCorrection = insteadOfAnother.test(after);
  if ((refusedAfter.test(after) && !isCorrection) || refusedJustBefore.test(before)) return 'declined';
  const asks = ends?.[0] === '?' || isQuestion.test(before) || isQuestionBehind.test(after);
  const isOfThing = !isIncluded.test(after) && isThing(/(\p{L}+)\s*$/u.exec(before)?.[1] ?? '');
  if (asks && !isRequest.test(before) && !isOfThing && !isPartOfTheDeed(before, after)) return 'asked';
  if (wantedAfter.test(after)) return 'wanted';
  if (ownsOne.test(before) && after.trim() === '') return 'declined';
  return lastOf(owned, before) > lastOf(wanted, before) ? 'declined' : 'wanted';
}

/** "How much is AC service with foam wash?", "what does it cost for a front load machine?": asked about is the whole, with it. */
function isPartOfTheDeed(before: string, after: string): boolean {
  if (/(?<!\bcom(?:es?|ing) )\b(?:with|including|plus)\s+(?:the\s+|an?\s+)?$/i.test(before)) return true;
  const describes =
    /^\s+(?!(?:in|at|on|for|with|and|or|to|is|are|extra|please|also|separately)\b)\p{L}/iu.test(after);
  return describes && /\b(?:for|of)\s+(?:the\s+|an?\s+|my\s+|our\s+)?$/i.test(before);
}

/** Where the last match ends; -1 when there is none. */
function lastOf(pattern: RegExp, text: string): number {
  const last = [...text.matchAll(pattern)].at(-1);
  return last ? last.index + last[0].length : -1;
}
