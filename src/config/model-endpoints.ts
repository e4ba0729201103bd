import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { modelEndpointForm, modelTiers, type ModelEndpoint, type ModelTier } from '#libs/llm';

const mostEndpoints = 20;
const endpointsForm = z
  .array(modelEndpointForm)
  .max(mostEndpoints)
  .refine(
    (list) => new Set(list.map(({ name }) => name)).size === list.length,
    'two endpoints have one name',
  );
const route = z.templateLiteral([z.string().regex(/^[a-z_]+(?:\.[a-z_]+)+$/), '=', z.enum(modelTiers)]);

/** Of the settings. */
interface ModelValues {
  MODELS?: string;
  MODEL_TIERS?: string;
}

/** Every fault of what the settings say about models; values, keys among them, are never part of it. */
export function modelFaults(settings: ModelValues): string[] {
  const endpoints = readEndpoints(settings);
  const faults = Array.isArray(endpoints) ? [] : endpoints.faults;
  const routes = routesIn(settings).filter((each) => !route.safeParse(each).success);
  return routes.length > 0
    ? [...faults, `MODEL_TIERS: each is task=tier, the tier one of ${modelTiers.join(', ')}`]
    : faults;
}

/** To be called with settings that have no faults. */
export function modelEndpoints(settings: ModelValues): ModelEndpoint[] {
  const endpoints = readEndpoints(settings);
  if (!Array.isArray(endpoints)) throw new Error(endpoints.faults.join('; '));
  return endpoints;
}

/** Which tier a task is to be done by, where that is not what its prompt says. */
export function modelRoutes(settings: ModelValues): ReadonlyMap<string, ModelTier> {
  return new Map(routesIn(settings).map((each) => each.split('=') as [string, ModelTier]));
}

function readEndpoints({ MODELS }: ModelValues): ModelEndpoint[] | { faults: string[] } {
  if (MODELS === undefined) return [];
  let list: unknown;
  try {
    list = JSON.parse(/^\s*[[{]/.test(MODELS) ? MODELS : readFileSync(MODELS, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not JSON' : 'names a file that cannot be read';
    return { faults: [`MODELS: ${why}`] };
  }
  const read = endpointsForm.safeParse(list);
  if (read.success) return read.data;
  return {
    faults: read.error.issues.map(
      ({ path, message }) => `MODELS${path.map((each) => `[${String(each)}]`).join('')}: ${message}`,
    ),
  };
}

function routesIn({ MODEL_TIERS }: ModelValues): string[] {
  return (MODEL_TIERS ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);
}
