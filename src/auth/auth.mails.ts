// What customers are written about their account, in their language. No words of theirs in it: see `letter`.
import type { TextLanguage } from '#libs/format';
import type { MailLetter } from '#libs/mail';

/** Of a link: where it leads, and until when a closed account can be opened again. */
interface LinkFacts {
  url: string;
  eraseOn: string;
}
type MailWords<Facts> = Readonly<Record<TextLanguage, (facts: Facts) => Omit<MailLetter, 'language'>>>;
type ShortWords<Facts> = Readonly<Record<TextLanguage, (facts: Facts) => string>>;

export const verifyEmailMail: MailWords<LinkFacts> = {
  en: ({ url }) => ({
    subject: 'Confirm your e-mail address',
    paragraphs: [
      'Please confirm that this is your e-mail address.',
      'The link works for two days. If you have not registered with us, you need not do anything.',
    ],
    action: { label: 'Confirm my address', url },
  }),
  hi: ({ url }) => ({
    subject: 'अपने ई-मेल पते की पुष्टि करें',
    paragraphs: [
      'कृपया पुष्टि करें कि यह ई-मेल पता आपका है।',
      'यह लिंक दो दिन तक काम करता है। अगर आपने हमारे यहाँ पंजीकरण नहीं किया है, तो आपको कुछ नहीं करना है।',
    ],
    action: { label: 'मेरे पते की पुष्टि करें', url },
  }),
};

export const resetMail: MailWords<LinkFacts> = {
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

export const reopenMail: MailWords<LinkFacts> = {
  en: ({ url, eraseOn }) => ({
    subject: 'Open your account again',
    paragraphs: [
      `Your account was closed, and what it holds will be erased on ${eraseOn}. Until then you can open it again, and log in with the password that it had.`,
      'The link works for two days. If you do not want your account back, you need not do anything.',
    ],
    action: { label: 'Open my account again', url },
  }),
  hi: ({ url, eraseOn }) => ({
    subject: 'अपना खाता फिर से खोलें',
    paragraphs: [
      `आपका खाता बंद है, और उसकी जानकारी ${eraseOn} को मिटा दी जाएगी। तब तक आप उसे फिर से खोल सकते हैं, और पुराने पासवर्ड से लॉग इन कर सकते हैं।`,
      'यह लिंक दो दिन तक काम करता है। अगर आपको खाता वापस नहीं चाहिए, तो आपको कुछ नहीं करना है।',
    ],
    action: { label: 'मेरा खाता फिर से खोलें', url },
  }),
};

/** A further paragraph where several accounts claim an address that nobody has proven. */
export const severalClaims: ShortWords<{ madeOn: string }> = {
  en: ({ madeOn }) =>
    `More than one account has this address, and nobody has confirmed it yet: this is about the one that was made on ${madeOn}. With it the others lose the address.`,
  hi: ({ madeOn }) =>
    `इस पते के एक से ज़्यादा खाते हैं, और किसी ने अभी इसकी पुष्टि नहीं की है: यह ${madeOn} को बने खाते के बारे में है। इसके बाद यह पता बाकी खातों से हट जाएगा।`,
};

/** The same behind a code. */
export const severalClaimsShort: ShortWords<{ madeOn: string }> = {
  en: ({ madeOn }) => `(For the account made on ${madeOn}.)`,
  hi: ({ madeOn }) => `(${madeOn} को बने खाते के लिए।)`,
};

export const reopenText: ShortWords<{ code: string }> = {
  en: ({ code }) =>
    `${code} is your code to open your closed account again. It works for 10 minutes. Do not tell it to anybody.`,
  hi: ({ code }) => `${code} बंद खाता फिर खोलने का कोड है, 10 मिनट के लिए। किसी को न बताएँ।`,
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
