const createdAt = new Date('2026-11-20T04:30:00Z');

/** By name in the API document. */
export const calendarExamples = {
  OpenedCalendarFeed: {
    url: 'https://desk.example/api/v1/calendar/qSx1fMZ0kNc0yq3Jt2WlJvYp1mB7dX9aE5hRr6TgUoI.ics',
    createdAt,
  },
  CalendarFeed: { createdAt },
};
