/** In milliseconds: of durations, not of the calendar, whose days are as long as their zone says. */
export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
