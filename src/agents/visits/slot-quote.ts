// What a visit costs at a free time: asked by whatever puts one into the calendar.
import type { ToolRefusal } from '#libs/tools';
import { ToolFailed, type QuoteRead, type ToolSession } from '../agent-tools.js';

export interface QuoteQuestion {
  serviceId: string;
  /** ISO instant. */
  startsAt: string;
  pincode: string;
  /** Codes. */
  attributes: readonly string[];
  quantity: number;
  /** The booking that is moved there. */
  bookingId?: string;
}

/** @throws ToolFailed when prices cannot be told at the moment; anything else is in what was said, and is answered */
export async function quoteFor(
  question: QuoteQuestion,
  tools: ToolSession,
): Promise<{ quote: QuoteRead } | { refusal: ToolRefusal }> {
  const answer = await tools.use('catalogue.price', { ...question });
  if (answer.ok) return { quote: answer.output as QuoteRead }; // with a pincode the answer is a quote, not a range
  if (answer.refusal.kind === 'unavailable') throw new ToolFailed('catalogue.price', answer.refusal);
  return { refusal: answer.refusal };
}
