const scheme = /^bearer +/i;

/** The credential in a header `authorization` of the scheme Bearer, in whatever letters that is written (RFC 9110, section 11.1); undefined for any other. */
export function bearerCredential(authorization: string): string | undefined {
  const begin = scheme.exec(authorization)?.[0].length;
  return begin === undefined ? undefined : authorization.slice(begin);
}
