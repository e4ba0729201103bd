// The page behind the links that staff are mailed. It is the same for everybody and changes nothing by being opened: mail scanners open
// links too. Its script takes the token from the address and hands it to the API when a person presses the button.
import { renderHtml, type HtmlPage } from '#libs/http';
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
      <button type="submit">Save the password</button>
    </form>
    <p id="outcome" role="status"></p>
    <noscript><p>This page needs JavaScript.</p></noscript>
  </main>`,
  style: `
body { font: 16px/1.5 sans-serif; color: #1a1a1a; max-width: 34em; margin: 2em auto; padding: 0 1em; }
label, input { display: block; }
input { font: inherit; width: 100%; box-sizing: border-box; padding: 10px; margin-top: 4px; }
button { font: inherit; padding: 12px 20px; border: 0; border-radius: 6px; background: #0b57d0; color: #fff; }
`,
  // The token is taken out of the address: it must not stay in the history, nor be seen over a shoulder.
  script: `
const form = document.querySelector('form');
const outcome = document.querySelector('#outcome');
const button = form.querySelector('button');
const token = new URLSearchParams(location.search).get('token');
history.replaceState(null, '', location.pathname);

const show = (what, isOver) => {
  outcome.textContent = form.dataset[what];
  form.hidden = isOver;
  button.disabled = false;
};

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  button.disabled = true;
  outcome.textContent = '';
  try {
    const answer = await fetch(form.dataset.api, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, password: form.querySelector('#password').value }),
    });
    if (answer.ok) return show('done', true);
    const { code } = await answer.json();
    if (code === 'WEAK_PASSWORD') return show('weak', false);
    show(answer.status === 400 ? 'refused' : 'failed', answer.status === 400);
  } catch {
    show('failed', false);
  }
});

if (!token) show('refused', true);
`,
};
