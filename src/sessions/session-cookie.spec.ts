import { cookieIn, cookieText, isFromOurPage, isSafe } from './session-cookie.js';

const value = 'a'.repeat(43) + '0'.repeat(16);

describe('the session cookie', () => {
  it('is out of reach of scripts and other sites, and over https of everything but this host', () => {
    expect(cookieText({ isSecure: true, value, maxAge: 60 })).toBe(
      `__Host-session=${value}; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure`,
    );
    expect(cookieText({ isSecure: false, value: '', maxAge: 0 })).toBe(
      'session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict',
    );
  });

  it.each([
    [`session=${value}`, value],
    [`theme=dark; session=${value}; other=1`, value],
    [`__Host-session=${value}`, undefined],
    [`mysession=${value}`, undefined],
    ['session=short', undefined],
    [`session=${'a'.repeat(43)}`, undefined],
    [`session="${value}"`, undefined],
    ['', undefined],
  ])('is found in: %s', (header, found) => expect(cookieIn(header, false)).toBe(found));

  it('over https is not taken under the name that anybody can set', () =>
    expect(cookieIn(`session=${value}`, true)).toBeUndefined());
});

describe('a request of a browser', () => {
  const from = (headers: Record<string, string>) =>
    isFromOurPage({ method: 'POST', host: 'desk.example:8443', headers });

  it.each([
    [{}, true],
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'none' }, true],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [{ 'sec-fetch-site': 'cross-site' }, false],
    [{ origin: 'https://desk.example:8443' }, true],
    [{ origin: 'https://desk.example' }, false],
    [{ origin: 'https://evil.example' }, false],
    [{ origin: 'null' }, false],
    [{ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }, false],
  ])('with %j is from our page: %s', (headers, expected) => expect(from(headers as never)).toBe(expected));

  it('changes something unless its method says that it does not', () =>
    expect(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'].map(isSafe)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]));
});
