// What the demo customers say of their visits, and what comes of it for the figures.
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Review, type ReviewTag } from '../reviews/review.entity.js';
import type { DemoBooking } from './bookings.js';
import { reviewComments, type ReviewsContent } from './content.js';
import type { InsertRows } from './insert.js';
import { minutesAfter, type DemoScene } from './scene.js';

/** By stars: what a rating like this is marked with. Nothing is drawn, so that the draws of everything else stay as they are. */
const tagsOf: Readonly<Record<number, ReviewTag[]>> = {
  5: ['on_time', 'skilled'],
  4: ['polite', 'good_value'],
  3: ['late'],
  2: ['late', 'left_a_mess'],
  1: ['careless', 'rude'],
};
/** Who was served badly hears from us. */
const answers: Readonly<Record<number, string>> = {
  1: 'We are sorry: this is not how we want to work. We have called you and will put it right.',
  2: 'Thank you for telling us. We have spoken with the professional.',
};
const answeredAfterMinutes = 180;

/** @returns the stars that each provider was given */
export function addReviews(
  scene: DemoScene,
  rows: InsertRows,
  bookings: readonly DemoBooking[],
): Map<string, number[]> {
  const { random, now } = scene;
  const stars = new Map<string, number[]>();
  const soonest = (at: Date): Date => new Date(Math.min(at.getTime(), now.getTime()));
  for (const { id, provider, service, customer, endsAt, status } of bookings) {
    if (status !== 'completed' || random.chance(0.25)) continue;
    const rating = random.pick([5, 5, 5, 5, 5, 4, 4, 4, 3, 3, 2, 1]);
    const comment = random.pick(reviewComments[String(rating) as keyof ReviewsContent]);
    const at = soonest(minutesAfter(endsAt, random.between(30, 2880)));
    const answer = answers[rating] ?? null;
    rows.add(Review, {
      ...scene.row(at),
      booking: id,
      provider: provider.id,
      service: service.id,
      customer: customer.id,
      rating,
      comment,
      tags: tagsOf[rating],
      answer,
      answeredAt: answer && soonest(minutesAfter(at, answeredAfterMinutes)),
      version: 1,
    });
    stars.set(provider.id, [...(stars.get(provider.id) ?? []), rating]);
  }
  return stars;
}

/** Over all blocks: services exist once. May be done again. */
export async function countServiceRatings(em: SqlEntityManager, now: Date): Promise<void> {
  await em.execute(
    `insert into service_ratings (service_id, rating_average, rating_count, created_at, updated_at)
    select service_id, round(avg(rating), 2), count(*), :now, :now from reviews group by service_id
    on conflict (service_id) do update set rating_average = excluded.rating_average, rating_count = excluded.rating_count`,
    { now },
  );
}
