// The page that apps send people to. It signs them in with the same requests as everybody does (so every limit on guesses holds), and agrees
// for them when they press the button. It is the same for everybody: who is signed in, its script asks, since the cookie of a session
// does not come along from another site.
import { renderHtml, tokenFormStyle, type HtmlPage, type PageLanguage } from '#libs/http';
import { appScopes, permissionsIn } from '../../access/app-scopes.js';
import { apiPrefix } from '../../config/api-prefix.js';
import { shownHost } from '../clients/redirect-uri.js';
import type { OAuthRefusal } from '../oauth.errors.js';
import { consentScript, consentStyle } from './consent-page.script.js';
import { consentWords } from './consent-page.words.js';
import type { ConsentRequest } from './authorization.service.js';

const style = tokenFormStyle + consentStyle;

export function consentPage(language: PageLanguage, request: ConsentRequest): HtmlPage {
  const words = consentWords[language];
  const { clientName, clientId, redirectUri } = request;
  const host = shownHost(redirectUri);
  // A document stands at an address that its owner answers for; a name that somebody has registered is worth nothing.
  const known = clientId.startsWith('http') ? shownHost(clientId) : null;
  const scopes = request.scopes.map(
    (scope) => renderHtml`<li>
      <label class="choice"
        ><input
          type="checkbox"
          name="scope"
          value="${scope}"
          data-permissions="${permissionsIn([scope]).join(' ')}"
          checked
        />
        ${appScopes[scope][language]}</label
      >
    </li>`,
  );
  // The API is found from where the page is, one folder down: PUBLIC_URL may have a path of its own.
  const body = renderHtml`<main
    data-api="../${apiPrefix}"
    data-request="${request.sealed}"
    data-denied="${request.denied}"
    data-wrong="${words.wrong}"
    data-locked="${words.locked}"
    data-code="${words.codeNeeded}"
    data-codewrong="${words.codeWrong}"
    data-stale="${words.stale}"
    data-nothing="${words.nothing}"
    data-failed="${words.failed}"
    data-done="${words.done}"
  >
    <h1>${words.title(clientName)}</h1>
    <p class="app"><strong>${clientName}</strong> · ${known ?? words.unknown}</p>
    <p>${words.goesTo} <strong>${host}</strong></p>
    <form id="sign-in" hidden>
      <p>${words.signIn}</p>
      <label for="identifier">${words.identifier}</label>
      <input id="identifier" type="text" autocomplete="username" autocapitalize="none" maxlength="254" required />
      <label for="password">${words.password}</label>
      <input id="password" type="password" autocomplete="current-password" maxlength="128" required />
      <div id="factor" hidden>
        <label for="code">${words.code}</label>
        <input id="code" type="text" autocomplete="one-time-code" maxlength="40" />
      </div>
      <label class="choice"><input id="staff" type="checkbox" /> ${words.staff}</label>
      <button type="submit">${words.signInButton}</button>
    </form>
    <form id="consent" hidden>
      <p>${words.signedIn} <strong id="person"></strong></p>
      <p>${words.wants}</p>
      <ul>
        ${scopes}
      </ul>
      <p class="note">${words.note}</p>
      <button type="submit">${words.allow}</button>
      <button type="button" id="other" class="plain">${words.other}</button>
    </form>
    <button type="button" id="deny" class="second">${words.deny}</button>
    <p id="outcome" role="status"></p>
    <noscript><p>${words.noScript}</p></noscript>
  </main>`;
  return { title: words.title(clientName), language, body, style, script: consentScript };
}

/** Nobody is sent on by themselves: see `AuthorizationRefused`. */
export function refusedPage(
  language: PageLanguage,
  { error, description }: OAuthRefusal,
  back: string | undefined,
): HtmlPage {
  const words = consentWords[language];
  const way =
    back === undefined
      ? []
      : [renderHtml`<p><a href="${back}" rel="noreferrer">${words.back(shownHost(back))}</a></p>`];
  const body = renderHtml`<main>
    <h1>${words.refusedTitle}</h1>
    <p>${words.refused}</p>
    <p class="note"><code>${error}</code>: ${description}</p>
    ${way}
  </main>`;
  return { title: words.refusedTitle, language, body, style };
}
