// What docs/complaints.md says, the table of moves, the limits and the handbook say as well.
import { readFileSync } from 'node:fs';
import { dayMs } from '#libs/time';
import { attachmentBytes } from './attachments/attachments.schemas.js';
import { mostAttachments, mostAttachmentsPerDay } from './attachments/attachment.entity.js';
import { pdfLimits } from './attachments/kept-file.js';
import { Complaint } from './complaint.entity.js';
import { complaintStatuses, complaintTransitions, reopenableMs, silenceMs } from './complaint.states.js';
import { commentAtMost, ComplaintSurvey } from './surveys/survey.entity.js';
import { bodyAtMost } from './updates/complaint-update.entity.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const guide = read('../../docs/complaints.md');
const handbook = read('../demo/data/handbook/complaint-handling.md');

/** The cells of the table whose header begins so, by row. */
function tableOf(page: string, header: string): string[][] {
  const lines = page.split('\n');
  const begin = lines.findIndex((line) => new RegExp(`^\\| ${header} +\\|`).test(line));
  const end = lines.findIndex((line, index) => index > begin && !line.startsWith('|'));
  return lines.slice(begin + 2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

it('shows the moves as the table has them', () => {
  const [, diagram] = /```mermaid\n(.+?)```/s.exec(guide)!;
  const steps = complaintStatuses.flatMap((from) =>
    complaintTransitions[from].map((to) => `${from} --> ${to}`),
  );
  const ends = complaintStatuses.filter((status) => complaintTransitions[status].length === 0);
  const lines = diagram!
    .trim()
    .split('\n')
    .map((line) => line.trim());
  expect(lines).toEqual([
    'stateDiagram-v2',
    '[*] --> open',
    ...steps,
    ...ends.map((status) => `${status} --> [*]`),
  ]);
});

it('promises by severity what the handbook promises and the rules hold', () => {
  const minutes = (text: string) => {
    const [, figure, unit] = /(\d+) (minute|hour|day)s?/.exec(text)!;
    return Number(figure) * { minute: 1, hour: 60, day: 24 * 60 }[unit as 'minute' | 'hour' | 'day'];
  };
  const promised = tableOf(guide, 'severity').map(([severity, answer, solution]) => [
    severity,
    minutes(answer!),
    minutes(solution!),
  ]);
  const said = tableOf(handbook, 'Severity').map(([severity, , answer, solution]) => [
    severity!.toLowerCase(),
    minutes(answer!),
    minutes(solution!),
  ]);
  expect(said).toEqual(promised);
});

it('knows how long things wait, as the handbook does', () => {
  expect(silenceMs).toBe(7 * dayMs);
  expect(reopenableMs).toBe(14 * dayMs);
  expect(guide).toContain('closes a complaint after 7 days; what was solved is closed after 14');
  expect(handbook).toContain('after 7 days without an answer we close the complaint');
  expect(handbook).toContain('You can reopen it within 14 days');
});

it.each(tableOf(guide, 'solved at'))(
  'what is solved at %s can be reopened and rated before %s',
  (at, until) => {
    const inIndia = (text: string) => new Date(`${text.replace(' ', 'T')}:00+05:30`);
    const solved = inIndia(at!);
    const complaint = Object.assign(new Complaint(), { status: 'resolved', endedAt: solved });
    const survey = Object.assign(new ComplaintSurvey(), { resolvedAt: solved });
    expect(complaint.reopenableUntil).toEqual(inIndia(until!));
    expect(survey.answerableUntil).toEqual(inIndia(until!));
  },
);

it('names the limits', () => {
  expect(tableOf(guide, 'limit').map(([, figure]) => Number(figure))).toEqual([
    attachmentBytes / 1024 / 1024,
    mostAttachments,
    mostAttachmentsPerDay,
    pdfLimits.pages,
    bodyAtMost,
    commentAtMost,
  ]);
});
