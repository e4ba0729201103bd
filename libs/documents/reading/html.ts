// From HTML, a whole page or what mammoth makes of a Word document, to Markdown: what people see of it, as text.
import TurndownService from 'turndown';
import { cellText, rowText, tableSigns, tableText, type PageElement } from './html-table.ts';
import { Refusal, type ReadDocument, type ReadingLimits } from './orders.ts';
import { cleaned, decodedText, firstHeading } from './text.ts';

type Limits = Pick<ReadingLimits, 'depth'>;

/** Nothing of them is text for people. */
const unseen = [
  'script',
  'style',
  'template',
  'noscript',
  'iframe',
  'object',
  'embed',
  'applet',
  'svg',
  'math',
  'canvas',
  'audio',
  'video',
  'img',
  'picture',
  'map',
  'link',
  'meta',
  'base',
  'head',
  'nav',
  'form',
  'input',
  'button',
  'select',
  'textarea',
  'dialog',
  'frameset',
] as const;

/** Of what is only switched off in a style sheet nothing is known here. */
const hiddenStyle =
  /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0*(?:\.0+)?\s*(?:;|!|$)|font-size\s*:\s*0(?![.\d])|mso-hide\s*:\s*all)/i;

/** The library sets items in by four. */
const itemIndent = /^( *)(-|\d{1,3}\.) {2,3}(?=\S)/gm;

export function readHtml(bytes: Uint8Array, limits: Limits): ReadDocument {
  const html = decodedHtml(bytes);
  return { format: 'html', pageStarts: null, ...markdownOf(html, limits) };
}

/** @throws Refusal */
export function markdownOf(html: string, { depth }: Limits): Pick<ReadDocument, 'title' | 'markdown'> {
  let title: string | null = null;
  const service = new TurndownService({
    headingStyle: 'atx',
    codeBlockStyle: 'fenced',
    bulletListMarker: '-',
  });
  // Nothing is escaped: the Markdown is read and quoted as text, and a backslash before each mark would be in the way.
  service.escape = (text) => text;
  service.addRule('title', {
    filter: 'title',
    replacement: (_, node) => {
      title ??=
        cleaned(node.textContent ?? '')
          .replace(/\s+/g, ' ')
          .slice(0, 300) || null;
      return '';
    },
  });
  service.addRule('links', { filter: 'a', replacement: (words, node) => linkAsText(words, node) });
  service.addRule('cells', { filter: ['td', 'th'], replacement: (content, cell) => cellText(content, cell) });
  service.addRule('rows', { filter: 'tr', replacement: (content) => rowText(content) });
  service.addRule('tables', { filter: 'table', replacement: (content, table) => tableText(content, table) });
  // Added last, they are asked first.
  service.addRule('unseen', { filter: (node) => isUnseen(node), replacement: () => '' });
  checkDepth(html, depth);
  // Blank nodes are answered by a rule of their own, before all others; a title is blank only when it says nothing.
  const markdown = cleaned(service.turndown(html.replace(tableSigns, '')).replace(itemIndent, '$1$2 '));
  return { title: title ?? firstHeading(markdown), markdown };
}

function isUnseen(node: PageElement): boolean {
  const name = node.nodeName.toLowerCase();
  if ((unseen as readonly string[]).includes(name)) return true;
  return node.hasAttribute('hidden') || hiddenStyle.test(node.getAttribute('style') ?? '');
}

/** With its address where that leads somewhere and is not said anyway. */
function linkAsText(words: string, link: PageElement): string {
  const text = words.replace(/\s*\n\s*/g, ' ');
  const address = link.getAttribute('href') ?? '';
  const said = address.replace(/^(?:mailto|tel):/i, '');
  if (
    !/^(?:https?:\/\/|mailto:|tel:)/i.test(address) ||
    text.includes(said.replace(/^https?:\/\/|\/$/gi, ''))
  )
    return text;
  return text.trim() ? `${text} (${said})` : said;
}

/**
 * How deep elements are nested, as far as the tags tell, before a parser and a walk that call themselves are let at it. Tags that may stay
 * open do not count: a long list without `</li>` is as deep as one with.
 */
function checkDepth(html: string, most: number): void {
  const tags = /<(\/?)([a-z][a-z0-9-]*)[^<>]*?(\/?)>/gi;
  let level = 0;
  for (const [, closing, name, selfClosed] of html.matchAll(tags)) {
    if (selfClosed || mayStayOpen.test(name!)) continue;
    level = closing ? Math.max(0, level - 1) : level + 1;
    if (level > most) throw new Refusal('too_complex');
  }
}

const mayStayOpen =
  /^(?:html|head|body|p|li|dt|dd|tr|td|th|tbody|thead|tfoot|colgroup|option|area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/i;

/** As the page says itself, else UTF-8. @throws Refusal */
function decodedHtml(bytes: Uint8Array): string {
  const beginning = new TextDecoder('latin1').decode(bytes.subarray(0, 1_024));
  const [, named] = /<meta[^>]{1,200}?charset\s*=\s*["']?([\w-]{1,40})/i.exec(beginning) ?? [];
  if (!named || /^utf-?(?:8|16)/i.test(named)) return decodedText(bytes);
  try {
    return new TextDecoder(named, { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal('wrong_encoding');
  }
}
