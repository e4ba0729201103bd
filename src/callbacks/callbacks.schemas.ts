import { z } from 'zod';
import { ListForm, plainText, publishSchema } from '#libs/http';
import { aboutAtMost, callbackStatuses } from './callback-request.entity.js';
import { callbacksExamples } from './callbacks.examples.js';

const callbackStatus = z.enum(callbackStatuses).meta({ id: 'CallbackStatus' });
const windowEnd = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .nullable()
  .default(null);

const requestFields = {
  about: plainText({ min: 1, max: aboutAtMost, lineBreaks: true }).describe('What the call is to be about.'),
  windowFrom: windowEnd.describe('The call suits from then on; null, like `windowTo`, where any time suits.'),
  windowTo: windowEnd.describe('… and up to then.'),
};

type WindowFields = { windowFrom: Date | null; windowTo: Date | null };
const isWindow = ({ windowFrom, windowTo }: WindowFields): boolean =>
  (windowFrom === null) === (windowTo === null) && (windowFrom === null || windowFrom < windowTo!);
const noWindow = { message: 'give both ends of the window, the earlier one first', path: ['windowTo'] };

export const requestCallbackInput = z.strictObject(requestFields).refine(isWindow, noWindow);
publishSchema(requestCallbackInput, 'RequestCallback', callbacksExamples.RequestCallback);

/** As an agent asks for it: it knows the conversation. */
export const agentCallbackInput = z
  .strictObject({ ...requestFields, conversationId: z.uuid().nullable().default(null) })
  .refine(isWindow, noWindow);

export type RequestCallback = z.output<typeof requestCallbackInput> & { conversationId?: string | null };

export const callbacksList = new ListForm({
  sortBy: { createdAt: 'instant' },
  default: '-createdAt',
  period: { of: 'createdAt', is: 'It was requested' },
  filters: { status: callbackStatus.optional() },
});
export type ListCallbacks = z.output<typeof callbacksList.query>;

export const callbackView = z.object({
  id: z.uuid(),
  reference: z.string(),
  customerId: z.uuid(),
  conversationId: z.uuid().nullable().describe('Where it was asked for, as long as that is kept.'),
  about: z.string(),
  windowFrom: z.date().nullable().describe('Null where any time suits.'),
  windowTo: z.date().nullable(),
  status: callbackStatus,
  closedAt: z.date().nullable().describe('When it was done or cancelled.'),
  doneById: z.uuid().nullable().describe('Staff who called.'),
  createdAt: z.date(),
});
publishSchema(callbackView, 'Callback', callbacksExamples.Callback);
