// An invoice and its credit notes on paper, one page each.
import { printPdf, type PdfDocument } from '#libs/pdf';
import { localDate } from '#libs/time';
import { stateCodes } from './gst.js';
import type { Invoice } from './invoice.entity.js';

const titles = { invoice: 'Tax invoice / कर बीजक', credit_note: 'Credit note / जमा पत्र' } as const;
const [left, right] = [50, 545];

/** Indian rupees to the paisa, as an amount on paper. */
const rupees = (paise: number): string =>
  new Intl.NumberFormat('en-IN', { minimumFractionDigits: 2 }).format(paise / 100);

/** @param zone in which days are meant */
export function invoicePdf(documents: readonly Invoice[], zone: string): Promise<Buffer> {
  const { number, issuedAt, seller } = documents[0]!;
  return printPdf({ title: number, producer: seller.name, at: issuedAt }, (pdf) => {
    for (const document of documents) addPage(pdf, document, zone);
  });
}

function addPage(pdf: PdfDocument, invoice: Invoice, zone: string): void {
  const { seller, placeOfSupply } = invoice;
  pdf.addPage();
  pdf.font('strong').fontSize(18).text(titles[invoice.kind]);
  pdf.font('text').fontSize(10).moveDown();
  pdf.text(seller.name).text(seller.address).text(`GSTIN ${seller.gstin}`).moveDown();
  const facts = [
    `Number / संख्या: ${invoice.number}`,
    `Date / दिनांक: ${localDate(invoice.issuedAt, zone)}`,
    `Booking / बुकिंग: ${invoice.bookingReference}, ${localDate(invoice.suppliedAt, zone)}`,
    `Place of supply / आपूर्ति का स्थान: ${placeOfSupply} (${stateCodes[placeOfSupply] ?? '–'})`,
    `SAC: ${invoice.sacCode}`,
    `Reverse charge: no`,
  ];
  for (const fact of facts) pdf.text(fact);
  pdf.moveDown().text('Billed to / प्राप्तकर्ता:');
  for (const line of [invoice.buyerName, invoice.buyerAddress, invoice.pincode].filter(Boolean))
    pdf.text(line);
  pdf.moveDown();
  row(pdf, 'strong', 'Description / विवरण', 'Rs.');
  for (const { label, quantity, unitPaise, amountPaise } of invoice.items) {
    const what = quantity === 1 ? label : `${label}: ${quantity} × ${rupees(unitPaise)}`;
    row(pdf, 'text', what, rupees(amountPaise));
  }
  row(pdf, 'text', 'Taxable value / कर योग्य मूल्य', rupees(invoice.taxablePaise));
  const taxes: [string, number][] = [
    ['CGST', invoice.cgstPaise],
    ['SGST', invoice.sgstPaise],
    ['IGST', invoice.igstPaise],
  ];
  for (const [name, paise] of taxes) {
    if (paise === 0) continue;
    row(pdf, 'text', `${name} ${percentOf(paise, invoice.taxablePaise)} %`, rupees(paise));
  }
  row(pdf, 'strong', 'Total / कुल (INR)', rupees(invoice.totalPaise));
}

function row(pdf: PdfDocument, font: 'text' | 'strong', what: string, amount: string): void {
  const { y } = pdf;
  pdf.font(font).text(what, left, y, { width: 370 });
  const below = pdf.y;
  pdf.text(amount, right - 120, y, { width: 120, align: 'right' });
  pdf.x = left;
  pdf.y = Math.max(below, pdf.y) + 4;
}

/** The rate, from amounts that were rounded to the paisa: rates of GST are multiples of an eighth of a percent. */
function percentOf(taxPaise: number, taxablePaise: number): number {
  return taxablePaise === 0 ? 0 : Math.round((taxPaise * 800) / taxablePaise) / 8;
}
