import { isRegistered, redirectFault, shownHost, withAnswer } from './redirect-uri.js';

describe('where an app waits for the answer', () => {
  it.each([
    'https://assistant.example/back',
    'https://assistant.example:8443/back?tenant=1',
    'http://127.0.0.1/callback',
    'http://127.0.0.1:3000/callback',
    'http://[::1]:3000/callback',
    'http://localhost:3000/callback',
    'com.example.app:/callback',
    'cursor://anysphere.cursor-retrieval/oauth/callback',
  ])('may be %s', (uri) => expect(redirectFault(uri)).toBeNull());

  it.each([
    '',
    'callback',
    '//assistant.example/back',
    'http://assistant.example/back',
    'http://127.0.0.2/back',
    'http://localhost.example/back',
    'https://assistant.example/back#x',
    'https://a@assistant.example/back',
    'https://assistant.example/back?state=x',
    'https://assistant.example/a b',
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'about:blank',
    'blob:https://assistant.example/x',
    'intent://x#Intent;end',
    'mailto:a@assistant.example',
  ])('may not be %j', (uri) => expect(redirectFault(uri)).toEqual(expect.any(String)));

  it('is exactly what was registered, but for the port on the machine of the person', () => {
    const registered = ['http://127.0.0.1/callback', 'https://assistant.example/back'];
    const asked = (uri: string) => isRegistered(uri, registered);
    expect(
      ['http://127.0.0.1:1/callback', 'http://127.0.0.1:65535/callback', ...registered].every(asked),
    ).toBe(true);
    expect(
      [
        'http://127.0.0.1:1/other',
        'http://127.0.0.1:1/callback?x=1',
        'http://localhost:1/callback',
        'https://127.0.0.1/callback',
        'https://assistant.example:444/back',
        'https://assistant.example/back/',
        'https://ASSISTANT.example/back',
      ].filter(asked),
    ).toEqual([]);
  });

  it('gets the answer behind its query', () => {
    expect(withAnswer('https://a.example/back', { code: 'c', state: undefined })).toBe(
      'https://a.example/back?code=c',
    );
    expect(withAnswer('https://a.example/back?t=1%20', { code: 'a&b' })).toBe(
      'https://a.example/back?t=1%20&code=a%26b',
    );
    expect(['https://a.example:8443/x', 'com.example.app:/x'].map(shownHost)).toEqual([
      'a.example:8443',
      'com.example.app://',
    ]);
  });
});
