import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelEndpoints, modelFaults, modelRoutes } from './model-endpoints.js';
import { readSettings, SettingsInvalid } from './settings.js';

const local = {
  name: 'local',
  provider: 'openai',
  model: 'qwen',
  baseUrl: 'http://10.0.0.5:8000/v1',
  tiers: ['fast'],
};
const hosted = {
  name: 'hosted',
  provider: 'anthropic',
  model: 'small',
  apiKey: 'sk-secret',
  tiers: ['strong'],
  inputPaisePerMillion: 8_500,
};

it('has no endpoint unless one is written down', () => {
  expect(modelEndpoints({})).toEqual([]);
  expect(modelFaults({})).toEqual([]);
});

it('reads them from the setting, or from the file that it names', () => {
  const MODELS = JSON.stringify([local, hosted]);
  const read = modelEndpoints({ MODELS });
  expect(read).toMatchObject([
    { name: 'local', weight: 1, maxOutputTokens: 512, inputPaisePerMillion: 0 },
    { name: 'hosted', baseUrl: 'https://api.anthropic.com' },
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'models-'));
  const file = join(folder, 'models.json');
  writeFileSync(file, MODELS);
  expect(modelEndpoints({ MODELS: file })).toEqual(read);
  rmSync(folder, { recursive: true });
});

it('names every fault at the start, and no key', () => {
  const MODELS = JSON.stringify([
    { ...local, name: 'Local!', tiers: [] },
    { ...hosted, baseUrl: 'ftp://x', apiKey: 'sk-secret', price: 3 },
    { ...hosted, provider: 'other' },
  ]);
  const refused = (): never => {
    readSettings({ MODELS, MODEL_TIERS: 'language.intents=huge' });
    throw new Error('it started');
  };
  expect(refused).toThrow(SettingsInvalid);
  for (const fault of [
    'MODELS[0][name]',
    'MODELS[0][tiers]',
    'MODELS[1][baseUrl]',
    'MODELS[2][provider]',
    'MODEL_TIERS',
  ])
    expect(refused).toThrow(fault);
  expect(refused).not.toThrow('sk-secret');
});

it.each([
  ['{', 'MODELS: is not JSON'],
  ['/nowhere/models.json', 'MODELS: names a file that cannot be read'],
  [JSON.stringify([local, local]), 'two endpoints have one name'],
  [JSON.stringify([{ ...local, baseUrl: undefined }]), "needed where the endpoint is the provider's own"],
])('refuses %s', (MODELS, fault) => expect(modelFaults({ MODELS }).join()).toContain(fault));

it('says by which tier a task is done', () => {
  expect([...modelRoutes({ MODEL_TIERS: 'language.intents=balanced, answers.word=strong' })]).toEqual([
    ['language.intents', 'balanced'],
    ['answers.word', 'strong'],
  ]);
});
