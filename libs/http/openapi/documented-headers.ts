// Headers of answers, as the document calls them. The names are those of the standards, in their own case; on the wire case means nothing.

const header = (type: string, description: string, example: string | number) => ({
  description,
  schema: { type, examples: [example] },
});

/** Of draft-ietf-httpapi-ratelimit-headers-06, all four: what most clients know. */
export const documentedHeaders = {
  RateLimitLimit: header('integer', 'Requests that the caller has a minute, of this class of routes.', 120),
  RateLimitRemaining: header('integer', 'Requests that are left now.', 119),
  RateLimitReset: header('integer', 'Seconds until all of them are back.', 1),
  RateLimitPolicy: header(
    'string',
    'Requests, seconds (`w`) and class of routes of the limit that is nearest.',
    '120;w=60;comment="default"',
  ),
  ETag: header('string', 'The version of it, for `If-Match` and `If-None-Match`.', '"3"'),
  RetryAfter: header('integer', 'Seconds to wait before another attempt.', 5),
  Location: header('string', 'Where it can be read from now on.', '/api/v1/users/me'),
  CacheControl: header('string', 'For how long the answer may be kept, and by whom.', 'public, max-age=60'),
  Deprecation: header('string', 'Since when the operation is deprecated (RFC 9745).', '@1798761600'),
  Sunset: header('string', 'When the operation goes away (RFC 8594).', 'Fri, 01 Jan 2027 00:00:00 GMT'),
} as const;

const refer = (name: keyof typeof documentedHeaders) => ({ $ref: `#/components/headers/${name}` });

export const rateLimitHeaders = {
  'RateLimit-Limit': refer('RateLimitLimit'),
  'RateLimit-Remaining': refer('RateLimitRemaining'),
  'RateLimit-Reset': refer('RateLimitReset'),
  'RateLimit-Policy': refer('RateLimitPolicy'),
};
export const retryAfterHeader = { 'Retry-After': refer('RetryAfter') };
export const entityTagHeader = { ETag: refer('ETag') };
export const locationHeader = { Location: refer('Location') };
export const cacheHeaders = { 'Cache-Control': refer('CacheControl'), ...entityTagHeader };
export const deprecationHeaders = { Deprecation: refer('Deprecation'), Sunset: refer('Sunset') };
