/** In milliseconds: of durations, not of the calendar, whose days are as long as their zone says. */
export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
