// What a person can let an app do, in few words. Every permission is in one of them, or in none because it decides who may do what: that
// people do themselves.
import { permissions, type Permission } from './roles.js';

export interface ScopeWords {
  en: string;
  hi: string;
}

/** In the order in which people read them: what everybody has first. */
export const appScopes = {
  read: {
    en: 'Look at services, prices and professionals, and at your bookings and complaints',
    hi: 'सेवाएँ, दाम और पेशेवर देखना, और आपकी बुकिंग और शिकायतें देखना',
  },
  book: { en: 'Book visits, and move or cancel them', hi: 'विज़िट बुक करना, उन्हें बदलना या रद्द करना' },
  complain: {
    en: 'File complaints, and add to them',
    hi: 'शिकायत दर्ज करना और उसमें जानकारी जोड़ना',
  },
  chat: {
    en: 'Read and write in conversations with the desk',
    hi: 'डेस्क के साथ बातचीत पढ़ना और लिखना',
  },
  desk: {
    en: 'Work at the desk: look at customers, run agents, assign and escalate complaints',
    hi: 'डेस्क का काम: ग्राहक देखना, एजेंट चलाना, शिकायतें सौंपना और आगे बढ़ाना',
  },
  refund: { en: 'Refund bookings', hi: 'बुकिंग के पैसे लौटाना' },
  reports: { en: 'Look at reports, and export them', hi: 'रिपोर्ट देखना और निर्यात करना' },
  manage: {
    en: 'Manage services, prices, professionals, customers and agents; look at staff and the audit log',
    hi: 'सेवाएँ, दाम, पेशेवर, ग्राहक और एजेंट सँभालना; स्टाफ़ और ऑडिट लॉग देखना',
  },
} as const satisfies Readonly<Record<string, ScopeWords>>;

export type AppScope = keyof typeof appScopes;

export const appScopeNames = Object.keys(appScopes) as readonly AppScope[] as readonly [
  AppScope,
  ...AppScope[],
];

/** Null: no app gets it, whatever the person holds. A permission that is added to the list is missing here until somebody has decided. */
const scopeOf: Readonly<Record<Permission, AppScope | null>> = {
  'users.read': 'desk',
  'users.update': 'manage',
  'users.delete': null,
  'staff.read': 'manage',
  'staff.update': null,
  'staff.approve': null,
  'roles.update': null,
  'catalogue.read': 'read',
  'catalogue.update': 'manage',
  'providers.read': 'read',
  'providers.update': 'manage',
  'bookings.read': 'read',
  'bookings.create': 'book',
  'bookings.update': 'book',
  'bookings.refund': 'refund',
  'complaints.read': 'read',
  'complaints.create': 'complain',
  'complaints.update': 'complain',
  'complaints.assign': 'desk',
  'complaints.escalate': 'desk',
  'conversations.read': 'chat',
  'conversations.create': 'chat',
  'agents.read': 'desk',
  'agents.configure': 'manage',
  'agents.execute': 'desk',
  'reports.read': 'reports',
  'reports.export': 'reports',
  'system.configure': null,
  'system.audit': 'manage',
  'system.unlimited': null,
};

/** The scope that an app needs for `permission`; null where no scope gives it. */
export function scopeFor(permission: string): AppScope | null {
  return Object.hasOwn(scopeOf, permission) ? scopeOf[permission as Permission] : null;
}

/** What an app may do at most that was given `scopes`. */
export function permissionsIn(scopes: readonly AppScope[]): Permission[] {
  return permissions.filter((permission) => scopes.some((scope) => scopeOf[permission] === scope));
}

/** Those of `scopes` in which somebody who holds `held` has something to give. */
export function scopesHeld(scopes: readonly AppScope[], held: ReadonlySet<string>): AppScope[] {
  return scopes.filter((scope) => permissionsIn([scope]).some((permission) => held.has(permission)));
}
