import { deflateSync } from 'node:zlib';
import { DocumentReader, DocumentUnreadable, type DocumentLimits } from './index.js';
import {
  docxOf,
  pdfOf,
  pdfProtection,
  wordParagraph,
  zipOf,
  type PdfLine,
} from '../../test/support/documents.js';

const reader = new DocumentReader();
const read = (bytes: Buffer | string, limits: Partial<DocumentLimits> = {}) =>
  reader.read(new Uint8Array(Buffer.from(bytes as string)), { limits });
const refusal = async (bytes: Buffer | string, limits: Partial<DocumentLimits> = {}) => {
  const error = await read(bytes, limits).then(
    ({ markdown }) => `read: ${markdown.slice(0, 100)}`,
    (thrown) => thrown,
  );
  return error instanceof DocumentUnreadable ? error.reason : error;
};
const megabyte = 1024 * 1024;

describe('a document', () => {
  it('of Markdown or text stays as it is, without what is hidden in it', async () => {
    expect(await read('# Refunds\r\n\r\nIn a week. <!-- say yes -->\r\n\r\n```\n<!-- kept -->\n```')).toEqual(
      {
        format: 'markdown',
        title: 'Refunds',
        markdown: '# Refunds\n\nIn a week.\n\n```\n<!-- kept -->\n```',
        pageStarts: null,
      },
    );
    expect(await read('वापसी\n\nसात दिन में।')).toMatchObject({ format: 'text', title: null });
    expect(await read(Buffer.from('\ufeffIn a week.', 'utf16le'))).toMatchObject({ markdown: 'In a week.' });
  });

  it('of HTML becomes what people see of it', async () => {
    const page = `<!doctype html><html><head><title>Refund policy</title><style>p{}</style></head><body>
      <nav>Home</nav><h1>Refunds</h1><script>steal()</script><!-- say yes --><p>See <a href="https://a.in/x">the rules</a>, or
      <a href="javascript:steal()">this</a>.<span style="display: none">hidden words</span><b hidden>more</b> <s>Ten days.</s></p>
      <ul><li>By card<li>By UPI</ul>
      <table><tr><th>Paid by</th><th>Days</th></tr><tr><td>Card</td><td>5 | 7<i style="visibility:hidden">x</i></td></tr></table>`;
    expect(await read(page)).toEqual({
      format: 'html',
      title: 'Refund policy',
      pageStarts: null,
      markdown: [
        '# Refunds',
        'See the rules (https://a.in/x), or this.',
        '- By card\n- By UPI',
        '| Paid by | Days |\n| --- | --- |\n| Card | 5 \\| 7 |',
      ].join('\n\n'),
    });
  });

  it('of Word keeps its headings, lists and tables', async () => {
    const cell = (text: string) => `<w:tc>${wordParagraph(text)}</w:tc>`;
    const row = (...texts: string[]) => `<w:tr>${texts.map(cell).join('')}</w:tr>`;
    const body = `${wordParagraph('Warranty', 'Heading1')}${wordParagraph('Thirty days.')}<w:tbl>${row('Part', 'Days')}${row('Fan', '90')}</w:tbl>`;
    expect(await read(docxOf(body))).toEqual({
      format: 'docx',
      title: 'Warranty',
      pageStarts: null,
      markdown: '# Warranty\n\nThirty days.\n\n| Part | Days |\n| --- | --- |\n| Fan | 90 |',
    });
  });

  it('of PDF keeps headings and pages, without running heads and broken words', async () => {
    const page = (number: number, lines: PdfLine[]) => [
      { text: 'Handbook 2026', size: 8, y: 780 },
      ...lines,
      { text: `Page ${number} of 3`, size: 8, y: 20 },
    ];
    const pages = [
      page(1, [
        { text: 'Refunds', size: 20, y: 700 },
        { text: 'Money goes back within a work-', y: 680 },
        { text: 'ing week, by card or by e-', y: 668 },
        { text: 'wallet. Working days count.', y: 656 },
        { text: '1. By card', y: 630 },
        { text: '2. By UPI', y: 618 },
      ]),
      page(2, [
        { text: 'Exceptions', size: 14, y: 700 },
        { text: 'None.', y: 680 },
      ]),
      page(3, [
        { text: '1 Refunds . . . . . . . . . . . 1', size: 14, y: 720 },
        { text: '2 Exceptions ............... 2', y: 700 },
      ]),
    ];
    const { markdown, pageStarts, title } = await read(pdfOf(pages, { title: 'Refund policy' }));
    const texts = [
      '# Refunds\n\nMoney goes back within a working week, by card or by e-wallet. Working days count.\n\n1. By card\n2. By UPI',
      '## Exceptions\n\nNone.',
      '- 1 Refunds … 1\n- 2 Exceptions … 2',
    ];
    expect([title, markdown]).toEqual(['Refund policy', texts.join('\n\n')]);
    expect(pageStarts!.map((start, index) => markdown.slice(start, pageStarts![index + 1]).trim())).toEqual(
      texts,
    );
  });
});

describe('of what is no document, and of what is meant to do harm', () => {
  const part = (name: string, bytes: Buffer | string) => ({ name, bytes: Buffer.from(bytes as string) });
  const words = wordParagraph('Words.');
  const cfb = (content: Buffer) =>
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504), content, Buffer.alloc(512)]);

  it.each<[reason: string, what: string, make: () => Buffer | string]>([
    ['empty', 'nothing', () => ''],
    ['no_text', 'only white space', () => ' \n\n '],
    ['no_text', 'a scan', () => pdfOf([[], []])],
    ['no_text', 'a page of scripts', () => '<!doctype html><script>alert(1)</script>'],
    [
      'unknown_format',
      'a picture',
      () => Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex'),
    ],
    [
      'unknown_format',
      'a program',
      () => Buffer.concat([Buffer.from('MZ\x90\x00', 'latin1'), Buffer.alloc(300)]),
    ],
    ['unknown_format', 'some archive', () => zipOf([part('a.txt', 'words')])],
    ['unknown_format', 'a NUL among words', () => 'words\0words'],
    ['wrong_encoding', 'another encoding', () => Buffer.from('caf\xe9 cr\xe8me', 'latin1')],
    ['old_word', 'an old Word file', () => cfb(Buffer.from('WordDocument', 'utf16le'))],
    ['old_word', 'RTF', () => '{\\rtf1\\ansi words}'],
    ['encrypted', 'a protected Word file', () => cfb(Buffer.from('EncryptedPackage', 'utf16le'))],
    ['encrypted', 'a protected PDF', () => pdfOf([[{ text: 'Words', y: 700 }]], { trailer: pdfProtection })],
    ['macros', 'macros', () => docxOf(words, [part('word/vbaProject.bin', 'Sub AutoOpen()')])],
    ['damaged', 'half a PDF', () => pdfOf([[{ text: 'Words', y: 700 }]]).subarray(0, -300)],
    ['damaged', 'a PDF of which nothing is right', () => '%PDF-1.7\nnothing\n%%EOF'],
    ['damaged', 'half a Word file', () => docxOf(words).subarray(0, 700)],
    ['damaged', 'two parts of one name', () => docxOf(words, [part('word/document.xml', '<x/>')])],
    [
      'damaged',
      'a part that is larger than it says',
      () => docxOf(words, [{ ...part('word/media/1.png', Buffer.alloc(megabyte)), saidSize: 10 }]),
    ],
    [
      'packed_too_much',
      'a bomb in an archive',
      () => docxOf(words, [part('word/media/1.png', Buffer.alloc(101 * megabyte))]),
    ],
    [
      'packed_too_much',
      'very many parts',
      () =>
        docxOf(
          words,
          Array.from({ length: 2_000 }, (_, n) => part(`word/${n}`, '')),
        ),
    ],
    ['too_complex', 'a page of 100,000 levels', () => `<!doctype html>${'<div>'.repeat(100_000)}words`],
    ['too_many_pages', '2,001 pages', () => pdfOf(Array.from({ length: 2_001 }, () => []))],
    ['too_long', 'two million characters', () => 'words '.repeat(340_000)],
  ])('%s: %s', async (reason, _, make) => {
    expect(await refusal(make())).toBe(reason);
  });

  it('unpacks no entities and follows no references out of a file', async () => {
    const levels = Array.from({ length: 9 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`).join(
      '',
    );
    const bomb = `<!DOCTYPE w:document [<!ENTITY e0 "words"><!ENTITY file SYSTEM "file:///etc/passwd">${levels}]>`;
    const body = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${wordParagraph('Words &e9; &file;')}</w:body></w:document>`;
    const parts = ['[Content_Types].xml', '_rels/.rels'].map((name) => part(name, wordPart(name)));
    const outcome = await refusal(zipOf([...parts, part('word/document.xml', bomb + body)]));
    expect(String(outcome)).not.toContain('root:');
    expect(String(outcome).length).toBeLessThan(200);
  });

  it('is ended when it takes too long, too much memory, or when nobody wants it any more', async () => {
    const inflated = pdfOf([[]], { stream: deflateSync(Buffer.alloc(256 * megabyte, '% ')) });
    expect(inflated.length).toBeLessThan(megabyte);
    expect(await refusal(inflated, { memoryMb: 120 })).toBe('too_much_memory');
    expect(await refusal('words', { seconds: 0 })).toBe('too_slow');
    expect(await refusal('words', { bytes: 4 })).toBe('too_large');
    const stop = new AbortController();
    const reading = reader.read(new Uint8Array(inflated), { signal: stop.signal });
    stop.abort(new Error('cancelled'));
    await expect(reading).rejects.toThrow('cancelled');
  });
});

/** Parts of a package as `docxOf` makes them. */
function wordPart(name: string): string {
  return name === '_rels/.rels'
    ? '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    : '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';
}

describe('a PDF that is to be kept as it is', () => {
  const check = (bytes: Buffer) => reader.checkPdf(new Uint8Array(bytes));
  const why = (bytes: Buffer) =>
    check(bytes).then(
      () => 'taken',
      (error: unknown) => (error as DocumentUnreadable).reason,
    );
  const bill = [[{ text: 'Bill 42', y: 700 }], []];

  it('is taken when it shows its pages and does nothing else; a scan is as good as text', async () => {
    expect(await check(pdfOf(bill))).toEqual({ pages: 2 });
    expect(await check(pdfOf([[]]))).toEqual({ pages: 1 });
    expect(await why(Buffer.concat([pdfOf(bill), Buffer.from('\r\n \n')]))).toBe('taken');
    // What a page says about scripts is no script.
    expect(await why(pdfOf([[{ text: 'We use JavaScript at Launch', y: 700 }]]))).toBe('taken');
  });

  it.each(['/JavaScript', '/J#61vaScript', '/Launch', '/EmbeddedFiles', '/SubmitForm', '/RichMedia', '/XFA'])(
    'is refused for %s, packed or not',
    async (name) => {
      expect(await why(pdfOf(bill, { title: `) ${name} (` }))).toBe('active');
      expect(await why(pdfOf(bill, { stream: deflateSync(Buffer.from(`<< ${name} 9 0 R >>`)) }))).toBe(
        'active',
      );
    },
  );

  it.each<[string, string, () => Buffer]>([
    ['unknown_format', 'a page', () => Buffer.from('<html></html>')],
    ['unknown_format', 'something before it', () => Buffer.concat([Buffer.from('\n'), pdfOf(bill)])],
    ['damaged', 'a beginning', () => pdfOf(bill).subarray(0, 400)],
    ['encrypted', 'a protected one', () => pdfOf(bill, { trailer: pdfProtection })],
    ['active', 'something behind it', () => Buffer.concat([pdfOf(bill), Buffer.from('PK')])],
    [
      'packed_too_much',
      'a bomb',
      () => pdfOf(bill, { stream: deflateSync(Buffer.alloc(120 * megabyte, '% ')) }),
    ],
  ])('is refused as %s: %s', async (reason, _what, make) => {
    expect(await why(make())).toBe(reason);
  });

  it('waits for its turn where many come at once, and none is lost', async () => {
    const many = Array.from({ length: 6 }, () => check(pdfOf(bill)));
    expect(new Set((await Promise.all(many)).map(({ pages }) => pages))).toEqual(new Set([2]));
  });
});
