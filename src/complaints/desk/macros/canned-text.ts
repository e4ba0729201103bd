// What the texts of canned answers may name, and how their places are filled. No framework.
import { formatMessage, placesOf, type ReplyLanguage, type TextLanguage } from '#libs/format';
import { CannedAnswerValueMissing } from './macros.errors.js';

/** The closed list of what a text may name. Texts stand as `{reference}`; instants as `{dueAt, date, day}` or `{dueAt, time, clock}`. */
export const cannedVariables = {
  firstName: 'text',
  reference: 'text',
  subject: 'text',
  staffName: 'text',
  filedAt: 'instant',
  dueAt: 'instant',
  bookingReference: 'text',
  visitAt: 'instant',
  serviceName: 'text',
  providerName: 'text',
} as const satisfies Record<string, 'text' | 'instant'>;
export type CannedVariable = keyof typeof cannedVariables;

/** Instants in ISO 8601. Absent where the complaint has none. */
export type CannedValues = Partial<Record<CannedVariable, string>>;

const sample = '2026-11-22T12:30:00.000Z';
const samples = Object.fromEntries(
  Object.entries(cannedVariables).map(([name, kind]) => [name, kind === 'instant' ? sample : name]),
);

/** @returns what is wrong with a text, for whoever has written it; null where nothing is */
export function cannedTextFault(text: string, language: TextLanguage): string | null {
  try {
    for (const { name, kind } of placesOf(text)) {
      const of = isVariable(name) ? cannedVariables[name] : undefined;
      if (!of) return `names {${name}}, which is none of ${Object.keys(cannedVariables).join(', ')}`;
      if (of === 'text' && kind !== 'text') return `{${name}} is a text and takes no format`;
      if (of === 'instant' && kind !== 'date' && kind !== 'time')
        return `{${name}} is a time: {${name}, date, day}, {${name}, date, shortDay} or {${name}, time, clock}`;
    }
    formatMessage(text, samples, language, 'UTC');
    return null;
  } catch {
    return 'cannot be read: braces stand around what it names, and formats are date day, date shortDay, time clock';
  }
}

/** @throws CannedAnswerValueMissing for what the text names and the complaint does not have: nothing is left blank */
export function fillCannedText(
  text: string,
  values: CannedValues,
  language: ReplyLanguage,
  zone: string,
): string {
  const named = new Set(placesOf(text).map(({ name }) => name as CannedVariable));
  const missing = [...named].filter((name) => !values[name]);
  if (missing.length > 0) throw new CannedAnswerValueMissing(missing);
  return formatMessage(text, values, language, zone);
}

function isVariable(name: string): name is CannedVariable {
  return Object.hasOwn(cannedVariables, name);
}
