import { z } from 'zod';
import { defineEvent } from '#libs/events';

export const bookingSeriesCreated = defineEvent({
  type: 'booking_series.created',
  aggregate: 'booking_series',
  description: 'Several visits were booked that come again. Each of them is told of as a booking as well.',
  isPublic: true,
  data: z.object({
    customerId: z.uuid(),
    serviceId: z.uuid(),
    providerId: z.uuid(),
    frequency: z.string().meta({ examples: ['weekly'] }),
    bookingIds: z.array(z.uuid()),
    notBooked: z
      .int()
      .describe('Visits that could not be booked.')
      .meta({ examples: [0] }),
    firstStartsAt: z.iso.datetime().meta({ examples: ['2026-11-21T04:30:00.000Z'] }),
    totalPaise: z.int().meta({ examples: [141364] }),
    currency: z.string().meta({ examples: ['INR'] }),
  }),
});
export type SeriesFacts = z.output<(typeof bookingSeriesCreated)['data']>;
