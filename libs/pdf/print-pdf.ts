// Documents on paper. The font has Devanagari and Latin, so that any name can be printed (OFL, from @expo-google-fonts/noto-sans-devanagari;
// pdfkit embeds what is used of it).
import { createRequire } from 'node:module';

export type PdfDocument = PDFKit.PDFDocument;

const fontOf = (name: string): string =>
  createRequire(import.meta.url).resolve(
    `@expo-google-fonts/noto-sans-devanagari/${name}/NotoSansDevanagari_${name}.ttf`,
  );

/**
 * On A4, with the fonts `text` and `strong`. What prints is loaded when it is needed: most processes never print.
 * @param draw begins with a page of its own. @returns the file
 */
export async function printPdf(
  info: { title: string; producer: string; at: Date },
  draw: (pdf: PdfDocument) => void,
): Promise<Buffer> {
  const { default: PDFDocument } = await import('pdfkit');
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 50,
    autoFirstPage: false,
    info: { Title: info.title, CreationDate: info.at, Producer: info.producer },
  });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<void>((resolve, reject) => {
    pdf.on('end', resolve);
    pdf.on('error', reject);
  });
  pdf.registerFont('text', fontOf('400Regular')).registerFont('strong', fontOf('700Bold'));
  draw(pdf);
  pdf.end();
  await done;
  return Buffer.concat(chunks);
}
