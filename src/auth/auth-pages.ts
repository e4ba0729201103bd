// The pages behind the links in our mails. They are the same for everybody and change nothing by being opened: mail scanners open
// links too. Their script takes the token from the address and hands it to the API when a person presses the button.
import { renderHtml, tokenFormScript, tokenFormStyle, type HtmlPage, type PageLanguage } from '#libs/http';
import { apiPrefix } from '../config/api-prefix.js';

interface Words {
  title: string;
  lead: string;
  button: string;
  /** What the script shows, by outcome. */
  done: string;
  refused: string;
  failed: string;
}

const common = {
  en: {
    failed: 'That did not work. Please try again in a few minutes.',
    noScript: 'This page needs JavaScript.',
  },
  hi: {
    failed: 'यह नहीं हो पाया। कृपया कुछ मिनट बाद फिर कोशिश करें।',
    noScript: 'इस पेज के लिए JavaScript ज़रूरी है।',
  },
};

const verifyEmailWords: Readonly<Record<PageLanguage, Words>> = {
  en: {
    title: 'Confirm your e-mail address',
    lead: 'One more click, and we know that we can reach you.',
    button: 'Confirm my address',
    done: 'Thank you. Your e-mail address is confirmed.',
    refused: 'This link does not work any more. Ask for a new one in the app.',
    failed: common.en.failed,
  },
  hi: {
    title: 'अपने ई-मेल पते की पुष्टि करें',
    lead: 'बस एक क्लिक और, ताकि हमें पता हो कि हम आप तक पहुँच सकते हैं।',
    button: 'मेरे पते की पुष्टि करें',
    done: 'धन्यवाद। आपके ई-मेल पते की पुष्टि हो गई है।',
    refused: 'यह लिंक अब काम नहीं करता। ऐप में नया लिंक माँगें।',
    failed: common.hi.failed,
  },
};

const reopenAccountWords: Readonly<Record<PageLanguage, Words>> = {
  en: {
    title: 'Open your account again',
    lead: 'Afterwards you can log in with the password that it had.',
    button: 'Open my account again',
    done: 'Welcome back. Your account is open again; you can log in now.',
    refused: 'This link does not work any more. Ask for a new one in the app, under “Forgot password”.',
    failed: common.en.failed,
  },
  hi: {
    title: 'अपना खाता फिर से खोलें',
    lead: 'इसके बाद आप पुराने पासवर्ड से लॉग इन कर सकते हैं।',
    button: 'मेरा खाता फिर से खोलें',
    done: 'आपका फिर से स्वागत है। आपका खाता खुल गया है; अब आप लॉग इन कर सकते हैं।',
    refused: 'यह लिंक अब काम नहीं करता। ऐप में “पासवर्ड भूल गए” से नया लिंक माँगें।',
    failed: common.hi.failed,
  },
};

const resetPasswordWords: Readonly<
  Record<PageLanguage, Words & { label: string; hint: string; show: string; weak: string }>
> = {
  en: {
    title: 'Choose a new password',
    lead: 'Afterwards you are signed out everywhere, and can log in with the new password.',
    label: 'New password',
    hint: 'At least 8 characters. Several words are easy to remember and hard to guess.',
    show: 'Show the password',
    button: 'Save the password',
    done: 'Your new password is saved. You can log in with it now.',
    weak: 'This password is too easy to guess. Leave out your name, common words and repeated characters.',
    refused: 'This link does not work any more. Ask for a new one in the app.',
    failed: common.en.failed,
  },
  hi: {
    title: 'नया पासवर्ड चुनें',
    lead: 'इसके बाद आप हर जगह से साइन आउट हो जाएँगे, और नए पासवर्ड से लॉग इन कर सकते हैं।',
    label: 'नया पासवर्ड',
    hint: 'कम से कम 8 अक्षर। कई शब्द याद रखने में आसान और अनुमान लगाने में कठिन होते हैं।',
    show: 'पासवर्ड दिखाएँ',
    button: 'पासवर्ड सहेजें',
    done: 'आपका नया पासवर्ड सहेज लिया गया है। अब आप इससे लॉग इन कर सकते हैं।',
    weak: 'इस पासवर्ड का अनुमान आसानी से लग सकता है। अपना नाम, आम शब्द और दोहराए गए अक्षर न रखें।',
    refused: 'यह लिंक अब काम नहीं करता। ऐप में नया लिंक माँगें।',
    failed: common.hi.failed,
  },
};

export function verifyEmailPage(language: PageLanguage): HtmlPage {
  return buttonPage(language, 'auth/verify/email', verifyEmailWords[language]);
}

export function reopenAccountPage(language: PageLanguage): HtmlPage {
  return buttonPage(language, 'auth/reopen', reopenAccountWords[language]);
}

/** @param route of the API that the token is handed to */
function buttonPage(language: PageLanguage, route: string, words: Words): HtmlPage {
  const { title, lead, button, done, refused, failed } = words;
  const body = renderHtml`<main>
    <h1>${title}</h1>
    <form
      data-api="${apiPrefix}/${route}"
      data-done="${done}"
      data-refused="${refused}"
      data-failed="${failed}"
    >
      <p>${lead}</p>
      <button type="submit">${button}</button>
    </form>
    <p id="outcome" role="status"></p>
    <noscript><p>${common[language].noScript}</p></noscript>
  </main>`;
  return { title, language, body, style: tokenFormStyle, script: tokenFormScript };
}

export function resetPasswordPage(language: PageLanguage): HtmlPage {
  const words = resetPasswordWords[language];
  const { title, lead, label, hint, show, button, done, weak, refused, failed } = words;
  const body = renderHtml`<main>
    <h1>${title}</h1>
    <form
      data-api="${apiPrefix}/auth/password/reset"
      data-done="${done}"
      data-weak="${weak}"
      data-refused="${refused}"
      data-failed="${failed}"
    >
      <p>${lead}</p>
      <label for="password">${label}</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="new-password"
        minlength="8"
        maxlength="128"
        required
        aria-describedby="hint"
      />
      <p id="hint">${hint}</p>
      <label class="choice"><input id="show" type="checkbox" /> ${show}</label>
      <button type="submit">${button}</button>
    </form>
    <p id="outcome" role="status"></p>
    <noscript><p>${common[language].noScript}</p></noscript>
  </main>`;
  return { title, language, body, style: tokenFormStyle, script: tokenFormScript };
}
