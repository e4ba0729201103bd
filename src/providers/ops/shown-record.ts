import type { City } from '../../catalogue/place.entity.js';
import type { Subcategory } from '../../catalogue/service.entity.js';
import type { ShownDocument } from '../documents/shown-documents.js';
import type { ProviderStatus } from '../provider.entity.js';

/** As staff see a provider. */
export interface ShownRecord {
  id: string;
  name: string;
  phone: string;
  about: string;
  city: City;
  status: ProviderStatus;
  nextStatuses: readonly ProviderStatus[];
  ratingAverage: number;
  ratingCount: number;
  weeklyMaxMinutes: number;
  minRestMinutes: number;
  documentsValidUntil: string | null;
  takesVisits: boolean;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}
export type ShownRecordDetail = ShownRecord & {
  skills: Subcategory[];
  pincodes: string[];
  documents: ShownDocument[];
};
