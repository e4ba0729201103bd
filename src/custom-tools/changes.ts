// What is different between two versions, member by member.
import { canonicalJson } from '#libs/json';

export interface DefinitionChange {
  path: string;
  from?: unknown;
  to?: unknown;
}

export function changesBetween(from: unknown, to: unknown, path = ''): DefinitionChange[] {
  if (isObject(from) && isObject(to)) {
    const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
    return names.flatMap((name) =>
      changesBetween(own(from, name), own(to, name), path === '' ? name : `${path}.${name}`),
    );
  }
  if (from !== undefined && to !== undefined && canonicalJson(from) === canonicalJson(to)) return [];
  return [{ path, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }];
}

/** Lists are compared whole: which of their items is which, nobody can say. */
function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(value: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}
