// What customers are written about their account, in their language. No words of theirs in it: see `letter`.
import type { Letter } from '#libs/mail';

type Language = 'en' | 'hi';
type MailWords<Facts> = Readonly<Record<Language, (facts: Facts) => Omit<Letter, 'language'>>>;
type ShortWords<Facts> = Readonly<Record<Language, (facts: Facts) => string>>;

/** Of a language that we do not write (yet) English. */
export const languageOf = (language: string): Language => (language === 'hi' ? 'hi' : 'en');

export const verifyEmailMail: MailWords<{ url: string }> = {
  en: ({ url }) => ({
    subject: 'Confirm your e-mail address',
    paragraphs: [
      'Please confirm that this is your e-mail address.',
      'The link works once, for two days. If you have not registered with us, you need not do anything.',
    ],
    action: { label: 'Confirm my address', url },
  }),
  hi: ({ url }) => ({
    subject: 'अपने ई-मेल पते की पुष्टि करें',
    paragraphs: [
      'कृपया पुष्टि करें कि यह ई-मेल पता आपका है।',
      'यह लिंक दो दिन तक और केवल एक बार काम करता है। अगर आपने हमारे यहाँ पंजीकरण नहीं किया है, तो आपको कुछ नहीं करना है।',
    ],
    action: { label: 'मेरे पते की पुष्टि करें', url },
  }),
};

export const resetMail: MailWords<{ url: string }> = {
  en: ({ url }) => ({
    subject: 'Choose a new password',
    paragraphs: [
      'Somebody, probably you, has forgotten the password of your account. Here you can choose a new one.',
      'The link works once, for one hour. If it was not you, you need not do anything: your password stays as it is.',
    ],
    action: { label: 'Choose a new password', url },
  }),
  hi: ({ url }) => ({
    subject: 'नया पासवर्ड चुनें',
    paragraphs: [
      'किसी ने, शायद आपने, आपके खाते के लिए नया पासवर्ड माँगा है। आप उसे यहाँ चुन सकते हैं।',
      'यह लिंक एक घंटे तक और केवल एक बार काम करता है। अगर यह आपने नहीं माँगा, तो आपको कुछ नहीं करना है: आपका पासवर्ड वही रहेगा।',
    ],
    action: { label: 'नया पासवर्ड चुनें', url },
  }),
};

export const verifyPhoneText: ShortWords<{ code: string }> = {
  en: ({ code }) =>
    `${code} is your code to confirm this number. It works for 10 minutes. Do not tell it to anybody.`,
  hi: ({ code }) => `${code} इस नंबर की पुष्टि का कोड है, 10 मिनट के लिए। किसी को न बताएँ।`,
};

export const resetText: ShortWords<{ code: string }> = {
  en: ({ code }) =>
    `${code} is your code to choose a new password. It works for 10 minutes. Do not tell it to anybody.`,
  hi: ({ code }) => `${code} नया पासवर्ड चुनने का कोड है, 10 मिनट के लिए। किसी को न बताएँ।`,
};
