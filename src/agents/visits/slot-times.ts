// Free times as they are offered, day by day.
import { formatDay, formatTime } from '#libs/format';
import type { SlotRead } from '../agent-tools.js';
import type { ReplyText, ResponseReader } from '../language/responses.js';
import { visitResponses } from './visit-responses.js';

/** `Saturday 21 November 10:00 am, 12:00 pm; Sunday 22 November 9:00 am`; times that two providers have are said once. */
export function timesByDay(slots: readonly SlotRead[]): ReplyText {
  return (reader) => {
    const dayOf = ({ startsAt }: SlotRead): string => formatDay(new Date(startsAt), reader.timeZone, reader.language); // prettier-ignore
    return [...Map.groupBy(slots, dayOf)]
      .map(([day, own]) => visitResponses.write('dayTimes', reader, { day, times: clocksOf(own, reader) }))
      .join('; ');
  };
}

function clocksOf(slots: readonly SlotRead[], { language, timeZone }: ResponseReader): string {
  const clocks = slots.map(({ startsAt }) => formatTime(new Date(startsAt), timeZone, language));
  return [...new Set(clocks)].join(', ');
}
