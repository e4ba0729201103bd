// Pages for people. Nothing is put into one unescaped, and only what carries the nonce of this one answer may run or style it.
import { applyDecorators } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { routeConfig } from './route-config.js';
import { newNonce, pageHeaders, pagePolicy } from './security-headers.js';

/** Text that is HTML already. */
export class HtmlText {
  constructor(readonly text: string) {}
}

type Fragment = string | number | HtmlText | readonly HtmlText[];

/** A template: `` html`<p>${name}</p>` ``. What is put in is escaped, for text and for attributes in quotes, unless it is `HtmlText` itself. */
export function renderHtml(parts: TemplateStringsArray, ...values: readonly Fragment[]): HtmlText {
  return new HtmlText(String.raw({ raw: parts }, ...values.map(textOf)));
}

export interface HtmlPage {
  title: string;
  body: HtmlText;
  /** BCP 47. Default `en`. */
  language?: string;
  /** Constants of the program, never input: data for a script belongs into `data-` attributes of the body. */
  style?: string;
  script?: string;
}

/** Instead of `@Returns`: the handler answers a {@link HtmlPage}. It is sent with a content policy and nonce of its own. */
export function ReturnsPage(): MethodDecorator {
  return applyDecorators(routeConfig({ page: true }), ApiExcludeEndpoint());
}

/** Beside `@Returns`: whoever asks for HTML first, as browsers do, gets the answer as a page. @param pageOf the page of an answer */
export function AlsoPage<Answer>(pageOf: (answer: Answer) => HtmlPage): MethodDecorator {
  return routeConfig({ pageOf });
}

/** Whether the caller names HTML before anything else. */
export function prefersPage({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return headers.accept?.trimStart().toLowerCase().startsWith('text/html') ?? false;
}

/** The text of `page`; sets the headers that go with it. */
export function renderPage(reply: FastifyReply, page: HtmlPage): string {
  const nonce = newNonce();
  reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', pagePolicy(nonce))
    .headers(pageHeaders);
  const { title, body, language = 'en', style, script } = page;
  return renderHtml`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        ${style === undefined ? '' : new HtmlText(`<style nonce="${nonce}">${inside('style', style)}</style>`)}
      </head>
      <body>
        ${body}
        ${script === undefined ? '' : new HtmlText(`<script type="module" nonce="${nonce}">${inside('script', script)}</script>`)}
      </body>
    </html> `.text;
}

/** Nothing is escaped in these elements, so the text must not end them. */
function inside(element: 'style' | 'script', text: string): string {
  if (/<\/|<!--/.test(text)) throw new Error(`The ${element} of a page must not contain "</" or "<!--".`);
  return text;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function textOf(value: Fragment): string {
  if (value instanceof HtmlText) return value.text;
  if (typeof value === 'object') return value.map((each) => each.text).join('');
  return String(value).replace(/[&<>"']/g, (sign) => escapes[sign]!);
}
