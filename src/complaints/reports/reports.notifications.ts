import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { DomainEvent } from '#libs/events';
import { defineNotificationKind, newNotification, Notifies } from '#libs/notifications';
import type { Permission } from '../../access/roles.js';
import { complaintWeekReported, type WeekFacts } from './report.events.js';

const weekReported = defineNotificationKind({
  name: 'complaint.week_reported',
  category: 'complaints',
  audience: ['staff'],
  facts: z.object({ week: z.iso.date(), filed: z.int(), resolved: z.int(), backlog: z.int() }),
  sample: { week: '2026-11-16', filed: 120, resolved: 81, backlog: 40 },
  description: 'The figures of complaints of a week were counted.',
  templates: {
    en: {
      subject: 'Complaints of the week of {week}',
      title: 'Complaints: week of {week}',
      body: 'In the week of {week}, {filed} complaints were filed and {resolved} resolved; {backlog} were unsolved when it ended.',
      short: 'Complaints, week of {week}: {filed} filed, {resolved} resolved, {backlog} unsolved.',
    },
    hi: {
      subject: 'सप्ताह {week} की शिकायतें',
      title: 'शिकायतें: सप्ताह {week}',
      body: 'सप्ताह {week} में {filed} शिकायतें दर्ज हुईं और {resolved} का समाधान हुआ; अंत में {backlog} बाकी थीं।',
      short: 'शिकायतें, सप्ताह {week}: {filed} दर्ज, {resolved} हल, {backlog} बाकी',
    },
  },
});

/** Of whoever takes reports with them. */
const exporting: Permission = 'reports.export';

@Injectable()
export class ComplaintReportsNotifications {
  @Notifies({
    listener: 'notifications.complaint_week',
    on: complaintWeekReported,
    kinds: [weekReported],
  })
  weekReported({ data: facts }: DomainEvent<WeekFacts>) {
    return Promise.resolve(
      newNotification({ kind: weekReported, to: null, orStaffHolding: exporting, facts }),
    );
  }
}
