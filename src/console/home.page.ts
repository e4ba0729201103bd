// The page at the program's own address: where everything is, how it is doing, and a small chat to try at once. The web console will
// take its place.
import { renderHtml, type HtmlText, type HtmlPage } from '#libs/http';
import { apiPrefix } from '../config/api-prefix.js';
import { homeScript } from './home.script.js';
import { homeStyle } from './home.style.js';

/** To inject the page, which is the same for everybody and made once. */
export const HOME_PAGE = Symbol('HomePage');

export interface DemoAccount {
  role: string;
  name: string;
  email: string;
  password: string;
}

export interface HomePageOptions {
  /** Published ones, to be tried by anybody; none in an installation that serves people. */
  demoAccounts: readonly DemoAccount[];
  /** Whether mails and text messages that nobody carries can be read at `/dev/outbox`. */
  hasOutbox: boolean;
}

const examples = [
  "My AC isn't cooling, can someone come tomorrow around 10? I'm in 560034",
  'Nal se paani tapak raha hai, kal subah plumber chahiye, 560034 mein',
  'How much does sofa cleaning cost for 5 seats?',
];

export function homePage({ demoAccounts, hasOutbox }: HomePageOptions): HtmlPage {
  const customer = demoAccounts.find(({ role }) => role === 'customer');
  const body = renderHtml`<main>
    <header>
      <h1>Home Services Desk</h1>
      <p>Say what is wrong at home; the desk asks, quotes, and books after your yes.</p>
      <p id="state" role="status">Looking how it is doing …</p>
    </header>
    <section aria-labelledby="try">
      <h2 id="try">Try the chat</h2>
      ${signIn(customer)}
      <div id="chat" hidden>
        <div id="log" role="log" aria-live="polite" aria-label="Conversation" tabindex="0"></div>
        <div id="examples">
          ${examples.map((text) => renderHtml`<button type="button" class="example">${text}</button>`)}
        </div>
        <form id="say" data-api="${apiPrefix}/chat/message">
          <label for="message" class="unseen">Your message</label>
          <input id="message" autocomplete="off" maxlength="4000" placeholder="What is wrong?" required />
          <button type="submit">Send</button>
        </form>
      </div>
    </section>
    <section aria-labelledby="links">
      <h2 id="links">Where to look</h2>
      <ul>
        <li>
          <a href="/docs">API documentation</a>, and <a href="/docs-json">its document</a> for generators
        </li>
        <li><a href="/health">Health</a> and <a href="/metrics">metrics</a></li>
        ${hasOutbox ? renderHtml`<li><a href="/dev/outbox">Mails and text messages</a> that were not sent</li>` : ''}
      </ul>
    </section>
    ${demoAccounts.length > 0 ? accountsOf(demoAccounts) : ''}
    <noscript><p>The chat needs JavaScript.</p></noscript>
  </main>`;
  return { title: 'Home Services Desk', body, style: homeStyle, script: homeScript };
}

function signIn(customer: DemoAccount | undefined): HtmlText {
  return renderHtml`<form id="sign-in" data-api="${apiPrefix}/auth/login">
    ${
      customer
        ? renderHtml`<button
              type="button"
              id="as-demo"
              data-identifier="${customer.email}"
              data-password="${customer.password}"
            >
              Start as ${customer.name}, a demo customer
            </button>
            <p>or as yourself:</p>`
        : ''
    }
    <label for="identifier">E-mail or mobile number</label>
    <input id="identifier" autocomplete="username" required />
    <label for="password">Password</label>
    <input id="password" type="password" autocomplete="current-password" required />
    <button type="submit" class="${customer ? 'quiet' : ''}">Sign in</button>
    <p id="refused" role="alert"></p>
  </form>`;
}

function accountsOf(accounts: readonly DemoAccount[]): HtmlText {
  return renderHtml`<section aria-labelledby="accounts">
    <h2 id="accounts">Demo accounts</h2>
    <p>
      Customers sign in at <code>/${apiPrefix}/auth/login</code>, staff at
      <code>/${apiPrefix}/ops/auth/login</code>.
    </p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Role</th>
            <th scope="col">E-mail</th>
            <th scope="col">Password</th>
          </tr>
        </thead>
        <tbody>
          ${accounts.map(
            ({ role, email, password }) =>
              renderHtml`<tr>
                <td>${role}</td>
                <td>${email}</td>
                <td><code>${password}</code></td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
