// The words that tell which of several days and times is the visit's and which is wished for: "from … to …", "… ki jagah …", "the … one".
// A closed set of function words, in English, Hindi in Latin letters and Devanagari.

/** What a day or time is said of. `likely_visit`: it may be the visit's, and is no reason to find none. */
export type WhenRole = 'visit' | 'likely_visit' | 'wish';

export interface WhenMarker {
  start: number;
  /** Exclusive. */
  end: number;
  kind: keyof typeof forms;
}

const words = (alternatives: string): RegExp =>
  new RegExp(String.raw`(?<![\p{L}\p{M}'’])(?:${alternatives})(?![\p{L}\p{M}])`, 'giu');

const forms = {
  insteadOf: words('instead of|rather than|in place of|in lieu of'),
  scheduledFor: words(
    '(?:scheduled|booked|fixed|planned|due|arranged|coming|confirmed) (?:for|on|at)|(?:one|ones|visits?|bookings?|appointments?|slots?) (?:on|at|of|from|which is (?:on|at)|that is (?:on|at))',
  ),
  from: words('from'),
  to: /(?<![\p{L}\p{M}'’])(?:to|into|until|till)(?![\p{L}\p{M}])|->|=>|→/giu,
  for: words('for'),
  jagah: words(
    '(?:ki|ke) (?:jagah|jagha|jgah|badle|badley|bajay|bajaye|bajai|sthan)(?: (?:par|pe))?|(?:की|के) (?:जगह|बदले|बजाय|बजाए|स्थान)(?: (?:पर|पे))?',
  ),
  givenUp: words(
    'ko (?:cancel|hata|hatake|hatakar|hata ke|hata kar|chhod|chhodkar|chod|radd)|को (?:हटाकर|हटा कर|हटाके|छोड़कर|छोड़ कर|कैंसिल|रद्द)',
  ),
  slotMein: words(
    '[wv]al[aei] (?:slot|time|timing|samay|waqt) (?:me|mein|main|par|pe)|वाल[ाीे] (?:स्लॉट|टाइम|समय) (?:में|पर|पे)',
  ),
  wala: words('[wv]a+l[aei]e?|वाल[ाीे]|वाली'),
  se: /(?<![\p{L}\p{M}])(?:se|से)(?![\p{L}\p{M}])(?!\s+(?:pehle|pahle|baad|lekar|पहले|बाद|लेकर))(?!.{0,12}(?:beech|बीच))/giu,
  genitive:
    /(?<![\p{L}\p{M}])(?:k[aie]|क[ाीे])(?![\p{L}\p{M}])(?!\s*(?:\d|(?:baje|liye|lie|baad|pehle|pahle|din|beech|aas|time|timing|slot|samay|kar|karo|kardo|rakh|do|de|karna|karwa|lie|बजे|लिए|बाद|पहले|दिन|बीच|समय|कर|रख|दो)(?![\p{L}\p{M}])))/giu,
  thing: words('visits?|bookings?|appointments?|slots?|one|ones|job|विजिट|बुकिंग|अपॉइंटमेंट'),
  instead: words('instead'),
} as const;

/** What each says of the day or time just before it, and just after it. */
export const markedRoles: Readonly<
  Record<keyof typeof forms, { before: WhenRole | null; after: WhenRole | null }>
> = {
  insteadOf: { before: 'wish', after: 'likely_visit' },
  scheduledFor: { before: null, after: 'visit' },
  from: { before: null, after: 'visit' },
  to: { before: null, after: 'wish' },
  for: { before: null, after: 'wish' },
  jagah: { before: 'visit', after: 'wish' },
  givenUp: { before: 'visit', after: 'wish' },
  slotMein: { before: 'wish', after: null },
  wala: { before: 'visit', after: null },
  se: { before: 'visit', after: 'wish' },
  genitive: { before: 'visit', after: null },
  thing: { before: 'visit', after: null },
  instead: { before: 'wish', after: null },
};

/** In order of place; of those that overlap, the one named first above. */
export function whenMarkersIn(text: string): WhenMarker[] {
  const found: WhenMarker[] = [];
  for (const kind of Object.keys(forms) as (keyof typeof forms)[]) {
    for (const match of text.matchAll(forms[kind])) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (!found.some((each) => start < each.end && each.start < end)) found.push({ start, end, kind });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}
