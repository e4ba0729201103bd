import { renderHtml } from '#libs/http';
import type { Mail } from './mailer.js';

export interface MailLetter {
  /** BCP 47. */
  language: string;
  subject: string;
  paragraphs: readonly string[];
  /** The one thing to do about it: a button, and in the text the address. After the first paragraph. */
  action?: { label: string; url: string };
}

/**
 * A mail from its words, as text and as HTML; nothing is loaded from anywhere. Put no words of other people into it, not even the name
 * that somebody registered with: whoever registers with the address of a stranger would be writing to them in our name.
 */
export function renderLetter({ language, subject, paragraphs, action }: MailLetter): Omit<Mail, 'to'> {
  const [first = '', ...rest] = paragraphs;
  const button =
    action &&
    renderHtml`<p><a href="${action.url}" style="${buttonStyle}">${action.label}</a></p>
      <p style="${smallStyle}">${action.url}</p>`;
  const page = renderHtml`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <title>${subject}</title>
      </head>
      <body style="${bodyStyle}">
        <p>${first}</p>
        ${button ?? ''} ${rest.map((paragraph) => renderHtml`<p>${paragraph}</p>`)}
      </body>
    </html>`;
  return {
    subject,
    text: [first, ...(action ? [action.url] : []), ...rest].join('\n\n'),
    html: page.text,
  };
}

const bodyStyle = 'font:16px/1.5 sans-serif;color:#1a1a1a;max-width:34em;margin:24px';
const buttonStyle =
  'display:inline-block;padding:12px 20px;border-radius:6px;background:#0b57d0;color:#ffffff;text-decoration:none';
const smallStyle = 'font-size:13px;color:#555555;word-break:break-all';
