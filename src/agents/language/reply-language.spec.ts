import { replyLanguageOf } from './reply-language.js';

describe('a message is answered in the language and script that it is written in', () => {
  it.each([
    ['my ac is not cooling', 'en'],
    ['can someone come tomorrow at 10?', 'en'],
    ['ya sure', 'en'],
    ['AC repair karwana hai kal subah', 'hi-Latn'],
    ['mera booking cancel kar do', 'hi-Latn'],
    ['plumber kab aayega', 'hi-Latn'],
    ['मेरा एसी ठंडा नहीं कर रहा', 'hi'],
    ['AC ठीक करवाना है', 'hi'],
    ['haan', 'hi-Latn'],
  ])('%s', (text, language) => expect(replyLanguageOf(text)).toBe(language));

  it.each([['560034'], ['AC repair'], ['12, MG Road'], ['👍'], ['ok']])('%s tells nothing', (text) =>
    expect(replyLanguageOf(text)).toBeNull(),
  );
});
