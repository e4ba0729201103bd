// Every setting of the program, read once. The files of `settings/` declare them by concern; .env.example and docs/settings.md are checked
// against them by a test.
import { z } from 'zod';
import { StartRefused } from '#libs/errors';
import { modelFaults } from './model-endpoints.js';
import { contradictionsIn } from './setting-checks.js';
import { databaseSettings } from './settings/database.js';
import { foreignToolSettings } from './settings/foreign-tools.js';
import { httpSettings } from './settings/http.js';
import { identitySettings } from './settings/identity.js';
import { jobSettings } from './settings/jobs.js';
import { languageSettings } from './settings/language.js';
import { limitSettings } from './settings/limits.js';
import { marketSettings } from './settings/market.js';
import { mcpSettings } from './settings/mcp.js';
import { messageSettings } from './settings/messages.js';
import { modelSettings } from './settings/models.js';
import { paymentSettings } from './settings/payments.js';
import { processSettings } from './settings/process.js';
import { realtimeSettings } from './settings/realtime.js';
import { storageSettings } from './settings/storage.js';

/** By the headings under which the documents show them. */
export const settingGroups = {
  Process: processSettings,
  Database: databaseSettings,
  Storage: storageSettings,
  HTTP: httpSettings,
  Limits: limitSettings,
  Identity: identitySettings,
  Messages: messageSettings,
  Jobs: jobSettings,
  Market: marketSettings,
  Payments: paymentSettings,
  Language: languageSettings,
  Models: modelSettings,
  Realtime: realtimeSettings,
  'Foreign tools': foreignToolSettings,
  MCP: mcpSettings,
};

export const settingsSchema = z.object({
  ...processSettings,
  ...databaseSettings,
  ...storageSettings,
  ...httpSettings,
  ...limitSettings,
  ...identitySettings,
  ...messageSettings,
  ...jobSettings,
  ...marketSettings,
  ...paymentSettings,
  ...languageSettings,
  ...modelSettings,
  ...realtimeSettings,
  ...foreignToolSettings,
  ...mcpSettings,
});

/** What has a stand-in that serves only the machine it runs on. */
const requiredInProduction = ['SECRET_KEY', 'PUBLIC_URL'] as const;

export type SettingValues = z.infer<typeof settingsSchema>;

/** The settings, as a thing to inject. */
export abstract class Settings {}
// eslint-style declaration merging: the class is the injection token, the interface its shape.
export interface Settings extends SettingValues {}

export class SettingsInvalid extends StartRefused {
  constructor(readonly faults: readonly string[]) {
    super(`Settings are not valid:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'SettingsInvalid';
  }
}

/**
 * @param environment variables as strings; empty ones count as absent
 * @throws SettingsInvalid with every fault, not only the first; values are never part of the message
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = settingsSchema.safeParse(present);
  const faults = parsed.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? [];
  if (present.ROLE && present.ROLE !== 'all' && !present.DATABASE_URL)
    faults.push('ROLE: several processes need a DATABASE_URL');
  if (parsed.success) faults.push(...contradictionsIn(parsed.data), ...modelFaults(parsed.data));
  if (present.NODE_ENV === 'production') {
    for (const name of requiredInProduction)
      if (!present[name]) faults.push(`${name}: required in production`);
  }
  if (!parsed.success || faults.length > 0) throw new SettingsInvalid(faults);
  return parsed.data;
}
