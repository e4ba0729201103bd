// "An hour later", "do ghante pehle", "push it by a day": counts from the visit that is talked about, not from now.

const amounts: Readonly<Record<string, number>> = {
  ...{ a: 1, an: 1, one: 1, ek: 1, two: 2, do: 2, three: 3, teen: 3, four: 4, char: 4, couple: 2 },
  ...{ 'half an': 0.5, half: 0.5, aadha: 0.5, adha: 0.5, एक: 1, दो: 2, तीन: 3, आधा: 0.5, आधे: 0.5 },
};
const minutesOf = { hour: 60, minute: 1, day: 1440 } as const;
const amount = String.raw`(\d{1,3}|half an|half|an?|one|two|three|four|ek|do|teen|char|aadha|adha|a couple of|एक|दो|तीन|आधा|आधे)`;
const unit = String.raw`(hours?|hrs?|ghant[ae]|घंट[ाे]|minutes?|mins?|मिनट|days?|din|दिन)`;
const forms: readonly { pattern: RegExp; direction?: number }[] = [
  {
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])${amount}\s*${unit}\s*(later|after|baad|aage|earlier|before|pehle|pahle|sooner|बाद|पहले)(?!\s*(?:that|tomorrow|today|\p{N}))(?![\p{L}\p{M}])`,
      'iu',
    ),
  },
  {
    pattern: new RegExp(
      String.raw`\b(?:push|postpone|delay|move|shift)\b.{0,20}?\b(?:back |out |later )?by ${amount}\s*${unit}`,
      'iu',
    ),
    direction: 1,
  },
  {
    pattern: new RegExp(
      String.raw`\b(?:prepone|advance|forward|earlier)\b.{0,20}?\bby ${amount}\s*${unit}`,
      'iu',
    ),
    direction: -1,
  },
];

export interface TimeShift {
  /** Negative for earlier. */
  minutes: number;
  start: number;
  end: number;
}

export function shiftIn(text: string): TimeShift | null {
  // Earlier is looked for first: "bring it forward by an hour" is moved, too.
  for (const { pattern, direction } of forms.toReversed()) {
    const match = pattern.exec(text);
    if (!match) continue;
    const [said, count = '', noun = '', where = ''] = match;
    const sign = direction ?? (/^(?:earlier|before|pehle|pahle|sooner|पहले)$/iu.test(where) ? -1 : 1);
    const number = /^\d/.test(count)
      ? Number(count)
      : (amounts[count.toLowerCase().replace(/^a couple of$/, 'couple')] ?? 1);
    return {
      minutes: sign * number * minutesOf[kindOf(noun)],
      start: match.index,
      end: match.index + said.length,
    };
  }
  return null;
}

function kindOf(noun: string): keyof typeof minutesOf {
  if (/^(?:d|दि)/iu.test(noun)) return 'day';
  return /^(?:m|मि)/iu.test(noun) ? 'minute' : 'hour';
}
