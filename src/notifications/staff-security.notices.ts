// The same for staff. The kind is `staff.` and the name of the notice in `account.events.ts`.
import { z } from 'zod';
import { defineNotice } from './notice-kind.js';
import type { NoticeWords } from './notice-words.js';

const common = {
  category: 'security',
  audience: ['staff'],
  isUrgent: true,
  facts: z.object({}),
  sample: {},
} as const;

const tellAnAdmin = 'If you did not expect this, tell an admin at once.';
const tellAnAdminHindi = 'अगर यह आपके लिए अप्रत्याशित है, तो तुरंत किसी एडमिन को बताएँ।';

/** @param text what has happened, in a sentence or two. The rest of the notice is the same for all. */
const wordsOf = (title: string, text: string, titleHindi: string, textHindi: string) => ({
  en: words(title, `${text}\n\n${tellAnAdmin}`, 'If it was not you, tell an admin.'),
  hi: words(titleHindi, `${textHindi}\n\n${tellAnAdminHindi}`, 'आप नहीं थे? एडमिन को बताएँ।'),
});

const words = (title: string, body: string, rest: string): NoticeWords => ({
  subject: title,
  title,
  body,
  short: `${title}. ${rest}`,
});

export const staffSecurityNotices = {
  'staff.refresh_token_reused': defineNotice({
    ...common,
    description: 'A sign-in was used twice, so it may have been copied.',
    words: wordsOf(
      'A session of yours was ended',
      'Somebody used a sign-in of yours that had been used before: it may have been copied. That session was ended. Sign in again and change your password.',
      'आपका एक सेशन बंद किया गया',
      'आपके एक साइन-इन का दोबारा इस्तेमाल हुआ: शायद उसकी नक़ल की गई थी। वह सेशन बंद कर दिया गया है। फिर से साइन इन करें और अपना पासवर्ड बदलें।',
    ),
  }),
  'staff.api_key_created': defineNotice({
    ...common,
    description: 'An API key was made with the account.',
    words: wordsOf(
      'New API key',
      'An API key was made with your staff account.',
      'नई API कुंजी',
      'आपके स्टाफ़ खाते से एक API कुंजी बनाई गई है।',
    ),
  }),
  'staff.password_changed': defineNotice({
    ...common,
    description: 'The password was changed.',
    words: wordsOf(
      'Your password was changed',
      'The password of your staff account was changed, and your other sessions were ended.',
      'आपका पासवर्ड बदला गया',
      'आपके स्टाफ़ खाते का पासवर्ड बदल दिया गया है, और आपके बाकी सेशन बंद कर दिए गए हैं।',
    ),
  }),
  'staff.second_factor_on': defineNotice({
    ...common,
    description: 'The second factor was set up.',
    words: wordsOf(
      'Your second factor is on',
      'A second factor was set up for your staff account: from now on, signing in takes a code as well. All other sessions were ended.',
      'दूसरा सत्यापन चालू है',
      'आपके स्टाफ़ खाते के लिए दूसरा सत्यापन चालू किया गया है: अब से साइन इन के लिए कोड भी चाहिए। बाकी सभी सेशन बंद कर दिए गए हैं।',
    ),
  }),
  'staff.second_factor_off': defineNotice({
    ...common,
    description: 'The second factor was turned off by its owner.',
    words: wordsOf(
      'Your second factor is off',
      'The second factor of your staff account was turned off: signing in takes only the password.',
      'दूसरा सत्यापन बंद है',
      'आपके स्टाफ़ खाते का दूसरा सत्यापन बंद कर दिया गया है: साइन इन के लिए केवल पासवर्ड चाहिए।',
    ),
  }),
  'staff.second_factor_reset': defineNotice({
    ...common,
    description: 'The second factor was turned off by an admin.',
    words: wordsOf(
      'Your second factor was reset',
      'An admin has turned off the second factor of your staff account and ended your sessions. Set it up anew when you next sign in.',
      'दूसरा सत्यापन हटाया गया',
      'किसी एडमिन ने आपके स्टाफ़ खाते का दूसरा सत्यापन हटा दिया है और आपके सेशन बंद कर दिए हैं। अगली बार साइन इन करने पर उसे फिर से चालू करें।',
    ),
  }),
  'staff.recovery_codes_renewed': defineNotice({
    ...common,
    description: 'New recovery codes were made.',
    words: wordsOf(
      'New recovery codes',
      'New recovery codes were made for your staff account. The old ones no longer work.',
      'नए रिकवरी कोड',
      'आपके स्टाफ़ खाते के लिए नए रिकवरी कोड बनाए गए हैं। पुराने अब काम नहीं करते।',
    ),
  }),
};
