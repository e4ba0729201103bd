// From a request as it is written down, and the arguments of a call, to the request that is sent. Each value is encoded for the place that it
// stands in, and what cannot be encoded there is refused, so that it never becomes more than a value.
import { isWebHost } from '../../config/setting-checks.js';
import { ToolValueRefused, type DefinitionFault } from '../custom-tools.errors.js';
import {
  argumentOf,
  filledJson,
  hasStrayBraces,
  onlyPlaceholder,
  partsOf,
  placeholdersIn,
  textsIn,
  type Arguments,
} from '../template.js';
import type { ToolInput } from '../tool-input.js';
import type { HttpAction } from './http-action.js';
import { placesFault } from './tool-kind.js';

export type Secrets = Readonly<Record<string, string>>;

export interface RenderedRequest {
  url: string;
  headers: Record<string, string>;
  body: string | null;
}

/** Scheme, host and port, and the path behind them. Query and fragment are none of the address. */
const address = /^(https?):\/\/([^/?#\\@{}]+)(\/[^?#\\]*)?$/;
/** What a path is written with, beside placeholders. */
const pathText = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*$/;
/** Of the connection, not of the request; or worked out by whoever sends it. */
const reservedHeader =
  /^(?:host|content-.*|transfer-encoding|connection|keep-alive|te|trailer|upgrade|expect|accept-encoding|proxy-.*|idempotency-key|user-agent)$/i;
const credentialHeader = /authorization|cookie|api-?key|token|secret|password/i;

/** @returns undefined for what is no address that a tool can have */
function addressOf({ url }: Pick<HttpAction, 'url'>) {
  const [, scheme, host, path = '/'] = address.exec(url) ?? [];
  return scheme && host && isWebHost(host) ? { scheme, host, path } : undefined;
}

/** With its port, unless that is the one of the scheme. Of an action without faults. */
export function hostOf(action: Pick<HttpAction, 'url'>): string {
  return addressOf(action)!.host;
}

export function httpFaults(action: HttpAction, input: ToolInput): DefinitionFault[] {
  const faults: DefinitionFault[] = [];
  const place = (path: string, text: string, takes: Parameters<typeof placesFault>[3]) => {
    if (hasStrayBraces(text)) faults.push({ path, message: 'has braces that are no {{input.name}}' });
    faults.push(...placesFault(path, placeholdersIn(text), input, takes));
  };
  const found = addressOf(action);
  if (!found)
    faults.push({
      path: 'action.url',
      message: 'must be a scheme, a host in small letters without placeholders, and a path without a query',
    });
  else {
    place('action.url', found.path, { optional: false });
    const written = partsOf(found.path).filter((part) => typeof part === 'string');
    if (!written.every((text) => pathText.test(text)) || isTravelling(found.path))
      faults.push({ path: 'action.url', message: 'has a path that would be read as another one' });
  }
  for (const [name, text] of Object.entries(action.query))
    place(`action.query.${name}`, text, { secrets: true, lists: onlyPlaceholder(text) !== undefined });
  for (const [name, text] of Object.entries(action.headers)) {
    const path = `action.headers.${name}`;
    place(path, text, { secrets: true });
    if (reservedHeader.test(name)) faults.push({ path, message: 'is not for a tool to say' });
    if (credentialHeader.test(name) && !placeholdersIn(text).some(({ of }) => of === 'secret'))
      faults.push({ path, message: 'must come from a secret' });
  }
  if (action.body !== null && action.method === 'GET')
    faults.push({ path: 'action.body', message: 'is not sent with GET' });
  for (const { path, text } of textsIn(action.body, 'action.body'))
    place(path, text, { lists: onlyPlaceholder(text) !== undefined });
  return faults;
}

/** Names of the secrets that it needs. */
export function secretsIn({ headers, query }: HttpAction): string[] {
  const texts = [...Object.values(headers), ...Object.values(query)];
  const names = texts.flatMap(placeholdersIn).flatMap(({ of, name }) => (of === 'secret' ? [name] : []));
  return [...new Set(names)];
}

/** @throws ToolValueRefused */
export function renderRequest(action: HttpAction, args: Arguments, secrets: Secrets): RenderedRequest {
  const { scheme, host, path } = addressOf(action)!;
  const rendered = pathOf(path, args);
  const query = queryOf(action.query, args, secrets);
  const url = `${scheme}://${host}${rendered}${query && `?${query}`}`;
  const read = new URL(url);
  // Whatever a value says: the parser that the request goes by must see the very same host and path.
  if (read.host !== host || read.pathname !== rendered)
    throw new ToolValueRefused(placeholdersIn(path)[0]?.name ?? 'input', 'path');
  const body = action.body === null ? null : JSON.stringify(filledJson(action.body, args) ?? null);
  return { url, headers: headersOf(action.headers, args, secrets), body };
}

function pathOf(path: string, args: Arguments): string {
  const parts = partsOf(path).map((part) => {
    if (typeof part === 'string') return part;
    const text = String(argumentOf(args, part.name) ?? '');
    // An empty one would be another path.
    if (text === '') throw new ToolValueRefused(part.name, 'path');
    return encodeURIComponent(text);
  });
  const rendered = parts.join('');
  if (isTravelling(rendered)) throw new ToolValueRefused(placeholdersIn(path)[0]!.name, 'path');
  return rendered;
}

/** Dots lead to another folder, however they are spelled. */
function isTravelling(path: string): boolean {
  return path.split('/').some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment));
}

function queryOf(templates: HttpAction['query'], args: Arguments, secrets: Secrets): string {
  const query = new URLSearchParams();
  for (const [name, template] of Object.entries(templates)) {
    const only = onlyPlaceholder(template);
    const given = only?.of === 'input' ? argumentOf(args, only.name) : filled(template, args, secrets);
    for (const each of [given ?? []].flat()) query.append(name, String(each));
  }
  return query.toString();
}

function headersOf(
  templates: HttpAction['headers'],
  args: Arguments,
  secrets: Secrets,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, template] of Object.entries(templates)) {
    for (const { of, name: argument } of placeholdersIn(template)) {
      // Visible ASCII alone: line breaks would begin another header, and of other letters nobody knows how they are read.
      if (of === 'input' && !/^[\x20-\x7e]*$/.test(String(argumentOf(args, argument) ?? '')))
        throw new ToolValueRefused(argument, `header ${name.toLowerCase()}`);
    }
    headers[name.toLowerCase()] = filled(template, args, secrets);
  }
  return headers;
}

function filled(template: string, args: Arguments, secrets: Secrets): string {
  return partsOf(template)
    .map((part) => {
      if (typeof part === 'string') return part;
      return part.of === 'secret' ? secrets[part.name]! : String(argumentOf(args, part.name) ?? '');
    })
    .join('');
}
