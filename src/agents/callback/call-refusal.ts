// "Don't call me", "call mat karna". What is learned of wishes to be called hears the same in these: the words are alike but for a few, so a
// small closed grammar tells them apart. That nobody has called ("you did not call") refuses nothing.
const aCall = '(?:call|calls|calling|callback|phone|ring|कॉल|फ\\u093c?ोन)';
const refusals = [
  // "Why don't you call me?" asks for it.
  `(?<!why )(?:do ?n['’]?t|do not|never|no need (?:to|for|of)|stop)\\s+(?!you(?!\\p{L}))(?:\\p{L}+\\s+){0,2}${aCall}`,
  `${aCall}\\s+(?:mat|मत)`,
  `(?:mat|मत)\\s+(?:[\\p{L}\\p{M}]+\\s+)?${aCall}`,
  `${aCall}\\s+(?:na|ना|न)\\s+(?:kar|कर)[\\p{L}\\p{M}]*`,
  `${aCall}\\s+(?:nahi|nahin|nhi|नहीं)\\s+(?:chahiye|chahie|karna|karo|चाहिए|करना|करो)`,
];
const refusal = new RegExp(`(?<![\\p{L}\\p{M}])(?:${refusals.join('|')})(?![\\p{L}\\p{M}])`, 'iu');

/** Whether the speaker does not wish to be called. */
export function refusesCall(text: string): boolean {
  return refusal.test(text.normalize('NFC'));
}
