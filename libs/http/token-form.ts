// Style and script of the pages behind links in mails: a form that hands the token of the link to the API when a person presses its button.

export const tokenFormStyle = `
body { font: 1.0625rem/1.5 system-ui, 'Noto Sans', 'Noto Sans Devanagari', sans-serif; color: #1a1a1a; background: #f4f5f7; margin: 0; }
main { max-width: 28rem; margin: 10vh auto 2rem; padding: 2rem; background: #fff; border-radius: .75rem; box-shadow: 0 1px 4px #0003; }
h1 { font-size: 1.5rem; line-height: 1.25; margin-top: 0; }
label { display: block; font-weight: 600; }
label.choice { font-weight: 400; margin-bottom: 1rem; }
input[type='password'], input[type='text'] { box-sizing: border-box; width: 100%; font: inherit; padding: .6rem; border: 1px solid #6b6b6b; border-radius: .4rem; }
#hint { color: #555; font-size: .9375rem; margin-top: .25rem; }
button { font: inherit; font-weight: 600; width: 100%; padding: .75rem; border: 0; border-radius: .4rem; color: #fff; background: #0b57d0; cursor: pointer; }
button:disabled { background: #5f6368; cursor: default; }
:focus-visible { outline: 3px solid #f9ab00; outline-offset: 2px; }
@media (max-width: 32rem) { main { margin: 1rem; padding: 1.5rem; } }
#outcome { min-height: 1.5em; font-weight: 600; margin-bottom: 0; }
`;

/**
 * The form names the path of the API in `data-api`, and in `data-done`, `data-weak`, `data-refused` and `data-failed` what is then shown in
 * `#outcome`. With a field `#password` that is sent as well; a box `#show` lets it be seen.
 *
 * The address loses the token at once: it would stay in the history, and on screens that are shared.
 */
export const tokenFormScript = `
const form = document.querySelector('form');
const outcome = document.querySelector('#outcome');
const button = form.querySelector('button');
const password = form.querySelector('#password');
const token = new URLSearchParams(location.search).get('token');
history.replaceState(null, '', location.pathname);

const show = (what, isOver) => {
  outcome.textContent = form.dataset[what];
  form.hidden = isOver;
  button.disabled = false;
};

form.querySelector('#show')?.addEventListener('change', (event) => {
  password.type = event.target.checked ? 'text' : 'password';
});

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  button.disabled = true;
  outcome.textContent = '';
  try {
    const answer = await fetch(form.dataset.api, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, ...(password && { password: password.value }) }),
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
`;
