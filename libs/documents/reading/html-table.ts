// A table of a page as one of Markdown, where it is a table: many are only there to put things beside each other. It is made from the inside:
// cells and rows say where they begin, by signs that no text has, and the table makes lines of them.

/** What is used here of an element of the parser; the types of this are those of browsers. */
export interface PageElement {
  nodeName: string;
  textContent: string | null;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  querySelector(selectors: string): PageElement | null;
}

const cellSign = '\ufdd0';
const rowSign = '\ufdd1';
/** To be taken out of a page before it is read. */
export const tableSigns = /[\ufdd0\ufdd1]/g;
/** Blocks that a line of a table cannot hold. */
const blocks = 'h1,h2,h3,h4,h5,h6,ul,ol,table,pre,blockquote';
const widest = 20;

export function cellText(content: string, cell: PageElement): string {
  const span = Number(cell.getAttribute('colspan') ?? 1);
  // What comes after a cell that is wider than one keeps its column.
  const more = Number.isInteger(span) ? Math.min(Math.max(span, 1), widest) - 1 : 0;
  return `${cellSign}${content.trim()}${cellSign.repeat(more)}`;
}

export function rowText(content: string): string {
  return `${rowSign}${content}`;
}

export function tableText(content: string, table: PageElement): string {
  const [caption = '', ...rest] = content.split(rowSign);
  const rows = rest.map((row) => row.split(cellSign).slice(1));
  const filled = rows.filter((cells) => cells.some((cell) => cell.trim() !== ''));
  const width = Math.max(0, ...filled.map(({ length }) => length));
  if (width < 2 || filled.length < 2 || table.querySelector(blocks))
    return `\n\n${content.replace(tableSigns, '\n\n')}\n\n`;
  const lines = filled.map((cells) => lineOf(Array.from({ length: width }, (_, at) => cells[at] ?? '')));
  lines.splice(1, 0, lineOf(Array<string>(width).fill('---')));
  return `\n\n${caption.trim()}\n\n${lines.join('\n')}\n\n`;
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replace(/\s+/g, ' ').trim().replaceAll('|', '\\|')).join(' | ')} |`;
}
