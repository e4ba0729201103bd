// Whether a pincode takes the place of one that was typed wrong, so that the house stays, or is that of another house.

const mistake =
  /(?<![\p{L}\p{M}])(?:sorry|not|wrong|typo|mistake|mistyped|galat|galti|nahi|nahin|गलत|गलती|नहीं)(?![\p{L}\p{M}])/iu;
/** "… not 043", "… 043 nahi" */
const contrast = /(?:\bnot|instead of)\s+\d{2,6}\b|\b\d{2,6}\s+(?:nahi|nahin|नहीं)/iu;

/** "Sorry, 560034, not 043": two digits swapped in what is called a mistake, or one digit where the wrong ones are named. */
export function correctsPincode(said: string, before: string, now: string): boolean {
  const differing = [...before].filter((digit, at) => digit !== now[at]).length;
  const isSwapped = differing === 2 && [...before].sort().join('') === [...now].sort().join('');
  return (isSwapped && mistake.test(said)) || (differing <= 2 && contrast.test(said));
}
