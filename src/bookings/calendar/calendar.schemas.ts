import { z } from 'zod';
import { publishSchema } from '#libs/http';
import { calendarExamples } from './calendar.examples.js';

export const openedFeedView = z.object({
  url: z
    .string()
    .describe('Subscribe to it in your calendar. Whoever knows it sees your visits; it is said only now.'),
  createdAt: z.date(),
});
publishSchema(openedFeedView, 'OpenedCalendarFeed', calendarExamples.OpenedCalendarFeed);

export const feedView = z.object({ createdAt: z.date() });
publishSchema(feedView, 'CalendarFeed', calendarExamples.CalendarFeed);

/** The last part of the address: 256 random bits in 43 letters. */
export const feedFile = z
  .string()
  .max(100)
  .regex(/^[\w-]{43}\.ics$/, 'must be the token of a feed and `.ics`');
