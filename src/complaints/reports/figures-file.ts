// The same figures as a table for spreadsheets, and on paper.
import { csv } from '#libs/format';
import { printPdf, type PdfDocument } from '#libs/pdf';
import type { ComplaintFigures, Figures, FiguresFormat, FiguresGroup } from './reports.schemas.js';

const sections = [
  ['category', 'byCategory'],
  ['severity', 'bySeverity'],
  ['city', 'byCity'],
  ['provider', 'byProvider'],
  ['assignee', 'byAssignee'],
  ['day', 'byDay'],
  ['hour', 'byHour'],
] as const satisfies readonly (readonly [string, keyof ComplaintFigures])[];

/** Heading, and what stands below it. */
const columns: readonly (readonly [string, (figures: Figures) => number | null])[] = [
  ['filed', ({ filed }) => filed],
  ['open', ({ open }) => open],
  ['resolved', ({ resolved }) => resolved],
  ['reopened', ({ reopened }) => reopened],
  ['escalated', ({ escalated }) => escalated],
  ['sla_met', ({ sla }) => sla.resolution.met],
  ['sla_missed', ({ sla }) => sla.resolution.missed],
  ['sla_percent', ({ sla }) => sla.resolution.percent],
  ['first_response_sla_percent', ({ sla }) => sla.firstResponse.percent],
  ['next_response_sla_percent', ({ sla }) => sla.nextResponse.percent],
  ['survey_answers', ({ survey }) => survey.answers],
  ['survey_average', ({ survey }) => survey.average],
  ['survey_satisfied_percent', ({ survey }) => survey.satisfiedPercent],
  ['first_response_median_minutes', ({ firstResponse }) => firstResponse.median],
  ['first_response_p90_minutes', ({ firstResponse }) => firstResponse.p90],
  ['resolution_median_minutes', ({ resolution }) => resolution.median],
  ['resolution_p90_minutes', ({ resolution }) => resolution.p90],
];

/** What the file is called, and what is in it. */
export async function figuresFile(
  figures: ComplaintFigures,
  format: FiguresFormat,
): Promise<{ name: string; bytes: Buffer }> {
  const name = `complaints-${figures.from}-${figures.to}.${format}`;
  return { name, bytes: format === 'csv' ? Buffer.from(figuresCsv(figures)) : await figuresPdf(figures) };
}

/** One line of all, then one of each group. */
export function figuresCsv(figures: ComplaintFigures): string {
  const header = ['by', 'key', 'label', ...columns.map(([name]) => name)];
  const total = ['total', '', 'total', ...cellsOf(figures.total)];
  const groups = sections.flatMap(([by, section]) =>
    figures[section].map((group) => [by, group.key, group.label, ...cellsOf(group)]),
  );
  return csv([header, total, ...groups]);
}

const cellsOf = (figures: Figures) => columns.map(([, of]) => of(figures));

const [left, right] = [50, 545];
/** Where the columns of numbers end. */
const ends = [275, 320, 365, 410, 455, 500, right];
const headings = ['Filed', 'Open', 'Solved', 'SLA %', 'CSAT', 'First h', 'Solved h'];

function figuresPdf(figures: ComplaintFigures): Promise<Buffer> {
  const { from, to, at, timeZone } = figures;
  const title = `Complaints ${from} – ${to} / शिकायतें`;
  return printPdf({ title, producer: 'Home services desk', at }, (pdf) => {
    pdf.addPage();
    pdf.font('strong').fontSize(16).text(title);
    pdf.font('text').fontSize(9).text(`Days in ${timeZone}. Counted ${at.toISOString()}.`).moveDown();
    const { steps, backlog } = figures;
    pdf.text(`Unsolved before: ${backlog.before}, after: ${backlog.after}`);
    pdf.text(`Resolved: ${steps.resolved}, reopened: ${steps.reopened}, withdrawn: ${steps.withdrawn}`);
    addTable(pdf, 'All', [{ key: '', label: 'Total', ...figures.total }]);
    for (const [by, section] of sections) addTable(pdf, `By ${by}`, figures[section]);
  });
}

function addTable(pdf: PdfDocument, title: string, groups: readonly FiguresGroup[]): void {
  if (groups.length === 0) return;
  if (pdf.y > 700) pdf.addPage();
  pdf.moveDown().font('strong').fontSize(9);
  addRow(pdf, title, headings);
  pdf.font('text');
  for (const { label, filed, open, resolved, sla, survey, ...times } of groups) {
    if (pdf.y > 780) pdf.addPage();
    const spent = [hours(times.firstResponse.median), hours(times.resolution.median)];
    const numbers = [filed, open, resolved, sla.resolution.percent, survey.average, ...spent];
    addRow(
      pdf,
      label,
      numbers.map((number) => (number === null ? '–' : String(number))),
    );
  }
}

const hours = (minutes: number | null) => (minutes === null ? null : Math.round(minutes / 6) / 10);

function addRow(pdf: PdfDocument, label: string, cells: readonly string[]): void {
  const { y } = pdf;
  pdf.text(label, left, y, { width: 175, lineBreak: false, ellipsis: true });
  cells.forEach((cell, index) => pdf.text(cell, ends[index]! - 45, y, { width: 45, align: 'right' }));
  pdf.x = left;
}
