// Style and script of the page of consent.

export const consentStyle = `
.app { color: #444; }
ul { list-style: none; padding: 0; }
.note { color: #555; font-size: .9375rem; }
.second, .plain { margin-top: .75rem; background: #fff; color: #0b57d0; border: 1px solid #0b57d0; }
.plain { border-color: transparent; }
#sign-in input[type='text'], #sign-in input[type='password'] { margin-bottom: .75rem; }
main { overflow-wrap: anywhere; }
[hidden] { display: none; }
`;

/**
 * What it needs stands in `data-` attributes of `main`. The answer of the person leaves with the token against forged requests that belongs to
 * their session.
 */
export const consentScript = `
const main = document.querySelector('main');
const find = (id) => document.getElementById(id);
const outcome = find('outcome');
const signIn = find('sign-in');
const consent = find('consent');
let csrfToken = '';

const tell = (what) => { outcome.textContent = what ? main.dataset[what] : ''; };

const call = async (method, path, body, headers = {}) => {
  const answer = await fetch(main.dataset.api + '/' + path, {
    method,
    headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
    body: body && JSON.stringify(body),
  });
  const said = await answer.json().catch(() => ({}));
  return { ok: answer.ok, status: answer.status, said };
};

const show = (form) => {
  signIn.hidden = form !== signIn;
  consent.hidden = form !== consent;
  form?.querySelector('input, button')?.focus();
};

/** Asks who is signed in, and shows what they have to decide. */
const enter = async () => {
  const csrf = await call('GET', 'auth/csrf');
  if (!csrf.ok) return csrf.status === 401 ? show(signIn) : tell('failed');
  csrfToken = csrf.said.csrfToken;
  const { said: caller } = await call('GET', 'auth/validate');
  const { said: profile } = await call('GET', caller.kind === 'staff' ? 'ops/users/me' : 'users/me');
  find('person').textContent = [profile.name, profile.email ?? profile.phone].filter(Boolean).join(', ');
  const held = new Set(caller.permissions);
  for (const box of consent.querySelectorAll('[name=scope]'))
    box.closest('li').hidden = !box.dataset.permissions.split(' ').some((each) => held.has(each));
  show(consent);
};

/** One thing at a time, and what fails is told. */
const during = (form, work) => async (event) => {
  event.preventDefault();
  const buttons = [...form.querySelectorAll('button')];
  for (const button of buttons) button.disabled = true;
  tell('');
  try {
    await work();
  } catch {
    tell('failed');
  }
  for (const button of buttons) button.disabled = false;
};

const refusals = {
  LOGIN_FAILED: 'wrong',
  VALIDATION_FAILED: 'wrong',
  LOGIN_LOCKED: 'locked',
  TOO_MANY_REQUESTS: 'locked',
  SECOND_FACTOR_NEEDED: 'code',
  SECOND_FACTOR_WRONG: 'codewrong',
  CONSENT_STALE: 'stale',
  NOTHING_TO_CONSENT: 'nothing',
};
const refuse = ({ said }) => tell(refusals[said.code] ?? 'failed');

signIn.addEventListener('submit', during(signIn, async () => {
  const identifier = find('identifier').value;
  const password = find('password').value;
  const code = find('code').value.trim();
  const factor = code && (/^[0-9 ]{6,8}$/.test(code) ? { code } : { recoveryCode: code });
  const answer = find('staff').checked
    ? await call('POST', 'ops/auth/login', { email: identifier, password, ...factor })
    : await call('POST', 'auth/login', { identifier, password });
  if (answer.said.code === 'SECOND_FACTOR_NEEDED') find('factor').hidden = false;
  if (!answer.ok) return refuse(answer);
  const authorization = 'Bearer ' + answer.said.accessToken;
  const kept = await call('POST', 'auth/cookie', undefined, { authorization });
  if (!kept.ok) return refuse(kept);
  signIn.reset();
  await enter();
}));

consent.addEventListener('submit', during(consent, async () => {
  const boxes = [...consent.querySelectorAll('[name=scope]')];
  const scopes = boxes.filter((box) => box.checked && !box.closest('li').hidden).map((box) => box.value);
  if (scopes.length === 0) return tell('nothing');
  const payload = { request: main.dataset.request, scopes };
  const answer = await call('POST', 'oauth/consents', payload, { 'x-csrf-token': csrfToken });
  if (answer.status === 401) return enter();
  if (!answer.ok) return refuse(answer);
  show(null);
  find('deny').hidden = true;
  tell('done');
  location.assign(answer.said.redirectTo);
}));

find('other').addEventListener('click', during(consent, async () => {
  await call('POST', 'auth/logout', {}, { 'x-csrf-token': csrfToken });
  await enter();
}));

find('deny').addEventListener('click', () => location.assign(main.dataset.denied));

enter().catch(() => tell('failed'));
`;
