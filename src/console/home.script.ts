/**
 * The chat of the home page, through the public API alone. The token stays in this page's memory: a reload signs out, and nothing
 * is left on a machine that others use.
 */
export const homeScript = `
const at = (id) => document.getElementById(id);
const [signIn, refused, chat, log, examples, say, message, state] =
  ['sign-in', 'refused', 'chat', 'log', 'examples', 'say', 'message', 'state'].map(at);
let token;
let sessionId;

const post = async (address, body) => {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: 'Bearer ' + token }) };
  const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
  const content = await answer.json();
  if (!answer.ok) throw new Error(content.detail ?? content.title);
  return content;
};

const show = (text, kind) => {
  const line = document.createElement('p');
  line.className = kind;
  line.textContent = text;
  log.append(line);
  log.scrollTop = log.scrollHeight;
};

/** Nothing is sent twice by an impatient click. */
const whileBusy = async (work) => {
  const buttons = document.querySelectorAll('button');
  for (const button of buttons) button.disabled = true;
  try {
    await work();
  } finally {
    for (const button of buttons) button.disabled = false;
  }
};

const enter = (identifier, password) =>
  whileBusy(async () => {
    refused.textContent = '';
    try {
      ({ accessToken: token } = await post(signIn.dataset.api, { identifier, password }));
      signIn.hidden = true;
      chat.hidden = false;
      message.focus();
    } catch (error) {
      refused.textContent = error.message;
    }
  });

const send = (text) =>
  whileBusy(async () => {
    examples.hidden = true;
    show(text, 'mine');
    try {
      const answer = await post(say.dataset.api, { message: text, ...(sessionId && { sessionId }) });
      sessionId = answer.sessionId;
      show(answer.reply.text, '');
      if (answer.booking) show('Booking ' + answer.booking.reference + ' is made.', 'made');
    } catch (error) {
      show(error.message, 'problem');
    }
  }).then(() => message.focus());

signIn.addEventListener('submit', (event) => {
  event.preventDefault();
  enter(at('identifier').value, at('password').value);
});
at('as-demo')?.addEventListener('click', ({ currentTarget: { dataset } }) => enter(dataset.identifier, dataset.password));
say.addEventListener('submit', (event) => {
  event.preventDefault();
  const text = message.value.trim();
  message.value = '';
  if (text) send(text);
});
examples.addEventListener('click', ({ target }) => {
  if (target.matches('button')) send(target.textContent);
});

try {
  const answer = await fetch('/health');
  state.dataset.is = answer.ok ? 'ok' : 'bad';
  state.textContent = answer.ok ? 'Running normally' : 'Not ready: see Health below';
} catch {
  state.dataset.is = 'bad';
  state.textContent = 'Not to be reached';
}
`;
