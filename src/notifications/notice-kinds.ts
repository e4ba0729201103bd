// Every kind of notice there is.
import type { z } from 'zod';
import { bookingNotices } from './booking.notices.js';
import { complaintNotices } from './complaint.notices.js';
import { jobNotices } from './job.notices.js';
import type { NoticeKind } from './notice-kind.js';
import { securityNotices } from './security.notices.js';
import { staffSecurityNotices } from './staff-security.notices.js';
import { systemNotices } from './system.notices.js';

const kinds = {
  ...bookingNotices,
  ...complaintNotices,
  ...jobNotices,
  ...systemNotices,
  ...securityNotices,
  ...staffSecurityNotices,
};

export type NoticeName = keyof typeof kinds;
export type FactsOf<Name extends NoticeName> = z.input<(typeof kinds)[Name]['facts']>;

export const noticeKinds: Readonly<Record<NoticeName, NoticeKind>> = kinds;
export const noticeNames = Object.keys(kinds) as [NoticeName, ...NoticeName[]];

/** Undefined of a kind that is no more, or never was. */
export function noticeKind(name: string): NoticeKind | undefined {
  return Object.hasOwn(noticeKinds, name) ? noticeKinds[name as NoticeName] : undefined;
}
