/**
 * What JSON from outside may be made of. What has more levels or values costs far more to build, check and throw away than a text of the same
 * length: 250 KB of `[` half a second. No request of ours comes near to either.
 */
export const jsonLimits = { depth: 32, values: 5_000 } as const;

const [quote, backslash, comma, openList, closeList, openObject, closeObject] = Buffer.from('"\\,[]{}');

/**
 * Whether a text keeps to {@link jsonLimits}. Looks at brackets and commas in one pass and builds nothing, so that it can be asked before the
 * text is parsed. Of a text that is not JSON it says nothing: the parser still has to.
 */
export function isWithinJsonLimits(text: string): boolean {
  let depth = 0;
  let values = 1;
  let isString = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign === quote) isString = !isString;
    else if (isString) {
      if (sign === backslash) at++;
    } else if (sign === comma || sign === openList || sign === openObject) {
      if (sign !== comma) depth++;
      if (++values > jsonLimits.values || depth > jsonLimits.depth) return false;
    } else if (sign === closeList || sign === closeObject) depth--;
  }
  return true;
}
