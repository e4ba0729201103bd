// "Please try again", as the apology for a turn that failed asks for.

const tryAgain =
  /^\W*(?:(?:please|pls|plz|ok|okay|can you|could you|just|now|kindly|bhai)[\s,]+)*(?:try (?:(?:it|that|this) )?(?:again|once more|now)|retry|do it again|(?:once )?again|one more time|(?:phir|fir) se (?:try |koshish )?(?:karo|kijiye|kar do|karein)|dobara (?:try |koshish )?(?:karo|kijiye|kar do|karein)|try karo|फिर से (?:कोशिश )?(?:करो|कीजिए|करें)|दोबारा (?:कोशिश )?(?:करो|कीजिए|करें))(?:[\s,]+(?:please|pls|now|na|ji))*\W*$/iu;

export function asksToTryAgain(text: string): boolean {
  return tryAgain.test(text);
}
