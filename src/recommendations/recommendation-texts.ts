// Why something is recommended, for the customer to read.
import type { TextLanguage } from '#libs/format';
import type { Recommended } from './recommend.js';

type About = Pick<Recommended<unknown>, 'kind' | 'monthsSince' | 'dueAfterMonths'> & { name: string };

const months = (count: number): string => (count === 1 ? '1 month' : `${count} months`);

export function reasonOf(about: About, language: TextLanguage): string {
  return language === 'hi' ? inHindi(about) : inEnglish(about);
}

function inEnglish({ kind, name, monthsSince, dueAfterMonths }: About): string {
  if (kind === 'due')
    return `${name}: the last one was ${months(monthsSince ?? 0)} ago, and it is due every ${dueAfterMonths === 1 ? 'month' : months(dueAfterMonths ?? 0)}.`;
  if (kind === 'season') return `${name}: many homes need it at this time of the year.`;
  return `${name}: you have booked something of this kind before.`;
}

function inHindi({ kind, name, monthsSince, dueAfterMonths }: About): string {
  if (kind === 'due')
    return `${name}: पिछली बार ${monthsSince ?? 0} महीने पहले हुई थी, हर ${dueAfterMonths === 1 ? 'महीने' : `${dueAfterMonths ?? 0} महीने में`} ज़रूरत होती है।`;
  if (kind === 'season') return `${name}: साल के इस समय कई घरों में इसकी ज़रूरत होती है।`;
  return `${name}: आपने पहले इस तरह की सेवा बुक की है।`;
}
