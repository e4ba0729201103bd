import type { PageLanguage } from '#libs/http';

interface ConsentWords {
  title(app: string): string;
  unknown: string;
  goesTo: string;
  signIn: string;
  identifier: string;
  password: string;
  code: string;
  staff: string;
  signInButton: string;
  signedIn: string;
  wants: string;
  note: string;
  allow: string;
  other: string;
  deny: string;
  /** What the script shows, by outcome. */
  wrong: string;
  locked: string;
  codeNeeded: string;
  codeWrong: string;
  stale: string;
  nothing: string;
  failed: string;
  done: string;
  noScript: string;
  refusedTitle: string;
  refused: string;
  back(host: string): string;
}

export const consentWords: Readonly<Record<PageLanguage, ConsentWords>> = {
  en: {
    title: (app) => `Connect ${app}?`,
    unknown: 'The app has chosen this name itself. Go on only if you have just started this yourself.',
    goesTo: 'Your answer is sent to',
    signIn: 'Sign in to decide. The app does not see your password.',
    identifier: 'E-mail address or phone number',
    password: 'Password',
    code: 'Code of your authenticator app, or a recovery code',
    staff: 'I work here',
    signInButton: 'Sign in',
    signedIn: 'You are signed in as',
    wants: 'The app wants to do this for you. Take out what you do not want:',
    note: 'It never gets your password, and cannot change your account. You can disconnect it whenever you like, under your connected apps.',
    allow: 'Allow',
    other: 'Use another account',
    deny: 'Do not allow',
    wrong: 'That is not right. Please check what you have typed.',
    locked: 'That was tried too often. Please wait some minutes.',
    codeNeeded: 'Type the code of your authenticator app as well.',
    codeWrong: 'This code is wrong or has been used.',
    stale: 'This page is too old, or the app has changed. Please begin again from the app.',
    nothing:
      'Choose something that the app may do. If there is nothing to choose, your account may do nothing of what the app asks for.',
    failed: 'That did not work. Please try again in a few minutes.',
    done: 'You can go back to the app now.',
    noScript: 'This page needs JavaScript.',
    refusedTitle: 'The app cannot be connected',
    refused:
      'What the app has asked for is not right. You have done nothing wrong; whoever makes the app can put it in order.',
    back: (host) => `Back to the app (${host})`,
  },
  hi: {
    title: (app) => `${app} को जोड़ें?`,
    unknown: 'यह नाम ऐप ने खुद चुना है। तभी आगे बढ़ें जब आपने अभी खुद इसे शुरू किया हो।',
    goesTo: 'आपका जवाब यहाँ भेजा जाएगा:',
    signIn: 'तय करने के लिए साइन इन करें। ऐप आपका पासवर्ड नहीं देखता।',
    identifier: 'ई-मेल पता या फ़ोन नंबर',
    password: 'पासवर्ड',
    code: 'ऑथेंटिकेटर ऐप का कोड, या रिकवरी कोड',
    staff: 'मैं यहाँ काम करता/करती हूँ',
    signInButton: 'साइन इन करें',
    signedIn: 'आप इस नाम से साइन इन हैं:',
    wants: 'ऐप आपके लिए यह करना चाहता है। जो नहीं चाहिए उसे हटा दें:',
    note: 'उसे आपका पासवर्ड कभी नहीं मिलता, और वह आपका खाता नहीं बदल सकता। आप जब चाहें, जुड़े हुए ऐप में उसे हटा सकते हैं।',
    allow: 'अनुमति दें',
    other: 'दूसरे खाते का इस्तेमाल करें',
    deny: 'अनुमति न दें',
    wrong: 'यह सही नहीं है। कृपया जाँचें कि आपने क्या लिखा है।',
    locked: 'बहुत बार कोशिश हुई। कृपया कुछ मिनट रुकें।',
    codeNeeded: 'ऑथेंटिकेटर ऐप का कोड भी लिखें।',
    codeWrong: 'यह कोड ग़लत है या इस्तेमाल हो चुका है।',
    stale: 'यह पेज पुराना हो गया है, या ऐप बदल गया है। कृपया ऐप से फिर शुरू करें।',
    nothing: 'चुनें कि ऐप क्या कर सकता है। अगर चुनने को कुछ नहीं है, तो आपके खाते से वह नहीं हो सकता जो ऐप चाहता है।',
    failed: 'यह नहीं हो पाया। कृपया कुछ मिनट बाद फिर कोशिश करें।',
    done: 'अब आप ऐप पर लौट सकते हैं।',
    noScript: 'इस पेज के लिए JavaScript ज़रूरी है।',
    refusedTitle: 'ऐप नहीं जोड़ा जा सकता',
    refused: 'ऐप ने जो माँगा है वह सही नहीं है। आपसे कोई ग़लती नहीं हुई; ऐप बनाने वाले इसे ठीक कर सकते हैं।',
    back: (host) => `ऐप पर वापस (${host})`,
  },
};
