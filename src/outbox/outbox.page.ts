// The messages that nobody carried, for a person who tries the program: searched by whom they were for, with links to click.
import { renderHtml, HtmlText, type HtmlPage } from '#libs/http';
import type { KeptMessage } from '#libs/mail';

export interface OutboxAnswer {
  items: readonly KeptMessage[];
  /** Whose messages were asked for; everybody's without it. */
  to?: string;
}

export function outboxPage({ items, to }: OutboxAnswer): HtmlPage {
  const body = renderHtml`<main>
    <h1>Outbox</h1>
    <p>
      Mails and text messages that were not sent, because no mail server is set (<code>SMTP_URL</code>). The
      newest first.
    </p>
    <form>
      <label for="to">Only to this address or number</label>
      <div class="search">
        <input id="to" name="to" value="${to ?? ''}" autocomplete="off" />
        <button type="submit">Search</button>
      </div>
    </form>
    ${items.length === 0 ? renderHtml`<p>Nothing${to ? ` for ${to}` : ' yet'}.</p>` : ''} ${items.map(messageOf)}
  </main>`;
  return { title: 'Outbox', body, style };
}

function messageOf({ channel, to, subject, text, at }: KeptMessage): HtmlText {
  return renderHtml`<article>
    <h2>${subject ?? 'Text message'}</h2>
    <p class="about">
      ${channel === 'mail' ? 'Mail' : 'Text message'} to ${to},
      <time datetime="${at.toISOString()}">${clockTime(at)}</time>
    </p>
    <pre>${linked(text)}</pre>
  </article>`;
}

/** `2026-11-20 04:30 UTC` */
function clockTime(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Addresses of pages can be clicked; a full stop after one belongs to the sentence. */
function linked(text: string): HtmlText[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/)
    .map((part, index) =>
      index % 2 === 1 ? renderHtml`<a href="${part}">${part}</a>` : renderHtml`${part}`,
    );
}

const style = `
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, 'Noto Sans', 'Noto Sans Devanagari', sans-serif; max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem; }
h1 { font-size: 1.75rem; margin: 0; }
h2 { font-size: 1.0625rem; margin: 0; }
label { font-weight: 600; }
.search { display: flex; gap: .5rem; margin-top: .25rem; }
input { flex: 1; min-width: 0; font: inherit; padding: .5rem .75rem; }
button { font: inherit; padding: .5rem 1rem; }
article { margin-top: 1rem; padding: 1rem; border: 1px solid #8888; border-radius: .5rem; }
.about { margin: 0; font-size: .875rem; opacity: .8; }
pre { margin: .5rem 0 0; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
`;
