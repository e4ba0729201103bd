/** In which letters and pages are written to people. */
export const textLanguages = ['en', 'hi'] as const;
export type TextLanguage = (typeof textLanguages)[number];

/** In which people are answered: Hindi also in Latin letters, as it is typed. */
export const replyLanguages = ['en', 'hi', 'hi-Latn'] as const;
export type ReplyLanguage = (typeof replyLanguages)[number];

/** As India writes them. */
export const localeOf: Readonly<Record<ReplyLanguage, string>> = {
  en: 'en-IN',
  hi: 'hi-IN',
  'hi-Latn': 'hi-Latn-IN',
};

/** Of a language (BCP 47) that we do not write (yet) English. */
export const textLanguageOf = (language: string): TextLanguage => (language === 'hi' ? 'hi' : 'en');
