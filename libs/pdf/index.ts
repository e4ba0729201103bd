export { printPdf, type PdfDocument } from './print-pdf.js';
