// What people wrote for the demo data: the files under data/. The other files here turn it into rows.
import { readdirSync, readFileSync } from 'node:fs';
import type { StaffRole } from '../access/roles.js';
import type { CityTier } from '../catalogue/place.entity.js';
import type { complaintCategories, complaintSeverities } from '../complaints/complaint.terms.js';
import type { IntentMetric } from '../conversations/conversation.entity.js';

/** What a provider is skilled for as a whole. */
export type DemoTrade = 'appliances' | 'handyman' | 'home-care' | 'personal-care';
export type DemoSeverity = (typeof complaintSeverities)[number];

export interface CityContent {
  slug: string;
  name: string;
  state: string;
  tier: CityTier;
  aliases: string[];
  pincodes: { code: string; area: string; latitude: number; longitude: number }[];
}

export interface AttributeContent {
  code: string;
  name: string;
  /** Options of one group exclude each other; null is an optional extra. */
  group: string | null;
  priceRupees: number;
  default?: boolean;
  terms: string[];
}

export interface ServiceContent {
  slug: string;
  name: string;
  description: string;
  durationMinutes: number;
  /** What a quantity counts; null where a booking is always for one. */
  unit: string | null;
  trade: DemoTrade;
  /** Without a standard price it is offered in metro cities only. With one it is an everyday service, offered everywhere. */
  priceRupees: Partial<Record<CityTier, number>> & { metro: number };
  attributes: AttributeContent[];
  phrases: string[];
}

export interface SubcategoryContent {
  slug: string;
  name: string;
  services: ServiceContent[];
}

export interface CategoryContent {
  slug: string;
  name: string;
  subcategories: SubcategoryContent[];
}

export interface PeopleContent {
  firstNames: string[];
  lastNames: string[];
  firms: string[];
  houses: string[];
  buildings: string[];
  streets: string[];
  landmarks: string[];
  abouts: string[];
  notes: string[];
}

export interface TurnContent {
  customer: string;
  intents: IntentMetric[];
  sentiment: number;
  reply: string;
  agent: string;
  tools: string[];
}

export interface ConversationContent {
  slug: string;
  turns: TurnContent[];
}

type UpdateOccasion = 'acknowledged' | 'internal' | 'customer' | 'waiting' | 'escalated' | 'resolved';

export interface ComplaintsContent {
  complaints: {
    category: (typeof complaintCategories)[number];
    severity: DemoSeverity;
    subject: string;
    text: string;
  }[];
  updates: Record<UpdateOccasion, string[]>;
}

/** Comments by number of stars. */
export type ReviewsContent = Record<'1' | '2' | '3' | '4' | '5', string[]>;

export interface AccountContent {
  name: string;
  email: string;
  password: string;
  /** argon2id of `password`, computed once so that loading costs no hashing. */
  passwordHash: string;
}

export interface AccountsContent {
  /** Signs in as herself; every other demo customer has the same password. */
  customer: AccountContent & { phone: string };
  /** One for each role that a visitor wants to try. */
  staff: (AccountContent & { role: StaffRole })[];
  /** Of a random password that nobody kept: for staff who cannot sign in. */
  unknownPasswordHash: string;
}

export interface DemoDocument {
  slug: string;
  title: string;
  body: string;
}

const folder = new URL('./data/', import.meta.url);

export const demoPlaces = read<CityContent[]>('places');
export const demoCategories = read<CategoryContent[]>('catalogue');
export const demoPeople = read<PeopleContent>('people');
export const conversationTemplates = read<ConversationContent[]>('conversations');
export const complaintsContent = read<ComplaintsContent>('complaints');
export const reviewComments = read<ReviewsContent>('reviews');
export const accountContent = read<AccountsContent>('accounts');

/** The policy handbook. */
export const demoHandbook: readonly DemoDocument[] = readdirSync(new URL('handbook/', folder))
  .filter((file) => file.endsWith('.md'))
  .sort()
  .map((file) => {
    const body = readFileSync(new URL(`handbook/${file}`, folder), 'utf8');
    return { slug: file.replace('.md', ''), title: /^# (.+)$/m.exec(body)![1]!, body };
  });

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as T;
}
