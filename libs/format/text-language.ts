/** In which people are written to. */
export const textLanguages = ['en', 'hi'] as const;
export type TextLanguage = (typeof textLanguages)[number];

/** As India writes them. */
export const localeOf: Readonly<Record<TextLanguage, string>> = { en: 'en-IN', hi: 'hi-IN' };

/** Of a language (BCP 47) that we do not write (yet) English. */
export const textLanguageOf = (language: string): TextLanguage => (language === 'hi' ? 'hi' : 'en');
