// Words for what a question asks whether to do, where a yes is often said by them: "file it", "haan darj karo".

export const filingWords =
  /(?<![\p{L}\p{M}])(?:(?:file|register|lodge|submit|raise|record) (?:it|this|that|the complaint|my complaint|a complaint)|(?:complaint |shikayat )?darj (?:kar (?:do|dijiye|dijie|lo|de|den|dein)|karo|kijiye|karein|karen|kare)|(?:complaint |shikayat )?likh (?:lo|do|lijiye|dijiye)|(?:शिकायत )?दर्ज (?:कर (?:दो|दीजिए|दीजिये|लो|दें)|करो|कीजिए|कीजिये|करें)|(?:शिकायत )?लिख (?:लो|लीजिए|दो|दीजिए))(?![\p{L}\p{M}])/giu;

/** Of what is done with a complaint that exists. */
export const caseWords = {
  add: /(?<![\p{L}\p{M}])(?:add (?:it|this|that)|jod (?:do|dijiye)|likh (?:do|dijiye)|जोड़ (?:दो|दीजिए)|लिख (?:दो|दीजिए))(?![\p{L}\p{M}])/giu,
  escalate:
    /(?<![\p{L}\p{M}])(?:escalate (?:it|this|that)|pass it on|escalate (?:karo|kar do|kijiye)|upar bhej(?:o| do| dijiye)|ऊपर भेज(?:ो| दो| दीजिए|िए))(?![\p{L}\p{M}])/giu,
  withdraw:
    /(?<![\p{L}\p{M}])(?:(?:withdraw|close|drop|cancel) (?:it|this|that)|take it back|wapas (?:le lo|lelo|lijiye|le lijiye)|band (?:kar do|karo|kijiye)|वापस (?:ले लो|लीजिए|ले लीजिए)|बंद (?:कर दो|करो|कीजिए|कर दीजिए))(?![\p{L}\p{M}])/giu,
  reopen:
    /(?<![\p{L}\p{M}])(?:re-?open (?:it|this|that)|open it again|(?:phir se |dobara )?khol(?:o| do| dijiye)|(?:फिर से |दोबारा )?खोल(?:ो| दो| दीजिए|िए))(?![\p{L}\p{M}])/giu,
} as const;
