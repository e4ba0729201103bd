import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readSettings, settingGroups, SettingsInvalid, settingsSchema } from '../../src/config/settings.js';

const root = resolve(import.meta.dirname, '../..');
const script = '../../scripts/settings.mjs'; // a variable: plain JavaScript, without types
const { settingsDocuments } = (await import(script)) as {
  settingsDocuments(groups: typeof settingGroups): Promise<Record<string, string>>;
};
const documents = await settingsDocuments(settingGroups);

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof SettingsInvalid) return error.faults;
    throw error;
  }
  return [];
}

describe('documents of the settings', () => {
  it.each(Object.keys(documents))('%s says what the schema says', async (path) => {
    expect(await readFile(resolve(root, path), 'utf8')).toBe(documents[path]);
  });

  it('.env.example changes nothing when it is taken as it stands, nor when every line of it is uncommented', () => {
    const entries = documents['.env.example']!.matchAll(/^#([A-Z_]+)=(.*)$/gm);
    const uncommented = Object.fromEntries([...entries].map(([, name, value]) => [name!, value!]));
    expect(Object.keys(uncommented)).toEqual(Object.keys(settingsSchema.shape));
    expect(readSettings(uncommented)).toEqual(readSettings({}));
  });

  it('every setting is described', () => {
    const undescribed = Object.entries(settingsSchema.shape).filter(([, field]) => !field.description);
    expect(undescribed).toEqual([]);
  });
});

describe('settings that are wrong', () => {
  it('do not split the program over processes that could not share a database', () => {
    expect(faultsOf({ ROLE: 'worker' })).toEqual([expect.stringContaining('ROLE')]);
    expect(faultsOf({ ROLE: 'api', DATABASE_URL: 'postgres://desk@db/desk' })).toEqual([]);
  });

  it('contradict each other: something would be without any effect', () => {
    const smtp = { SMTP_FALLBACK_URL: 'smtp://second.example' };
    expect(faultsOf(smtp)).toEqual([expect.stringContaining('SMTP_FALLBACK_URL')]);
    expect(faultsOf({ ...smtp, SMTP_URL: 'smtp://first.example' })).toEqual([]);
    const days = { BOOKING_HORIZON_DAYS: '1' };
    const lead = (minutes: number) => faultsOf({ ...days, BOOKING_LEAD_MINUTES: String(minutes) });
    expect([lead(1_439), lead(1_440)]).toEqual([[], [expect.stringContaining('BOOKING_LEAD_MINUTES')]]);
  });

  it('are listed all at once, each by name', () => {
    const faults = faultsOf({
      PORT: '99999',
      DATABASE_URL: 'mysql://localhost/desk',
      BUSINESS_TIME_ZONE: 'Mars/Olympus',
      TRUST_PROXY: 'perhaps',
      LOG_LEVEL: 'loud',
    });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'LOG_LEVEL',
      'DATABASE_URL',
      'PORT',
      'TRUST_PROXY',
      'BUSINESS_TIME_ZONE',
    ]);
  });

  it('name what production lacks together with the other faults', () => {
    const faults = faultsOf({ NODE_ENV: 'production', PORT: 'http' });
    expect(faults).toEqual([
      expect.stringMatching(/^PORT: /),
      'SECRET_KEY: required in production',
      'PUBLIC_URL: required in production',
    ]);
  });

  it('never repeat a value', () => {
    const secret = 'hunter2-short';
    const url = `redis-typo://desk:${secret}@cache.example`;
    const message = faultsOf({
      SECRET_KEY: secret,
      REDIS_URL: url,
      DATABASE_URL: url,
      LOG_LEVEL: secret,
    }).join('\n');
    expect(message).toContain('SECRET_KEY');
    expect(message).toContain('REDIS_URL');
    expect(message).not.toContain(secret);
  });
});

describe('settings that are right', () => {
  it('are read from text, and an empty value counts as absent', () => {
    const settings = readSettings({
      PORT: '8080',
      TRUST_PROXY: '10.0.0.0/8, ::1',
      DEMO_DATA: 'off',
      HOST: '',
      REDIS_URL: '',
    });
    expect(settings).toMatchObject({
      PORT: 8080,
      TRUST_PROXY: '10.0.0.0/8, ::1',
      DEMO_DATA: false,
      HOST: '0.0.0.0',
    });
    expect(settings.REDIS_URL).toBeUndefined();
  });

  it('let production start with a secret and its own address', () => {
    const production = { SECRET_KEY: 'x'.repeat(32), PUBLIC_URL: 'https://desk.example' };
    expect(faultsOf({ NODE_ENV: 'production', ...production })).toEqual([]);
  });
});
