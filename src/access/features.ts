// What the operation can switch off while the program runs. A flag of the same key (src/flags) decides; without one the default does.
import { SetMetadata } from '@nestjs/common';

export const featureFlags = {
  registration: { description: 'Customers can register.', default: true },
  chat: { description: 'The desk answers messages.', default: true },
} as const satisfies Readonly<Record<string, { description: string; default: boolean }>>;

export type FeatureName = keyof typeof featureFlags;

export const FEATURE_METADATA = 'access:feature';

/** The route answers 503 FEATURE_OFF to those for whom the feature is switched off. */
export const FeatureName = (name: FeatureName) => SetMetadata(FEATURE_METADATA, name);
