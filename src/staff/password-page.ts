// The page behind the links that staff are mailed. It is the same for everybody and changes nothing by being opened: mail scanners open
// links too. Its script takes the token from the address and hands it to the API when a person presses the button.
import { renderHtml, tokenFormScript, tokenFormStyle, type HtmlPage } from '#libs/http';
import { apiPrefix } from '../config/api-prefix.js';

export const passwordPagePath = 'staff/choose-password';

export const passwordPage: HtmlPage = {
  title: 'Choose a password',
  // The API is found from where the page is, one folder down: PUBLIC_URL may have a path of its own.
  body: renderHtml`<main>
    <h1>Choose a password</h1>
    <form
      data-api="../${apiPrefix}/ops/auth/password/reset"
      data-done="Your password is saved. You can sign in with it now."
      data-weak="This password is too easy to guess. Leave out your name, common words and repeated characters."
      data-refused="This link does not work any more. Ask for a new one."
      data-failed="That did not work. Please try again in a few minutes."
    >
      <p>Afterwards you are signed out everywhere, and can sign in with the new password.</p>
      <label for="password">New password</label>
      <input
        id="password"
        type="password"
        autocomplete="new-password"
        minlength="8"
        maxlength="128"
        required
        aria-describedby="hint"
      />
      <p id="hint">At least 8 characters. Several words are easy to remember and hard to guess.</p>
      <label class="choice"><input id="show" type="checkbox" /> Show the password</label>
      <button type="submit">Save the password</button>
    </form>
    <p id="outcome" role="status"></p>
    <noscript><p>This page needs JavaScript.</p></noscript>
  </main>`,
  style: tokenFormStyle,
  script: tokenFormScript,
};
