import type { Settings } from './settings.js';

/** An address of ours for people, to be put into a mail. Never made from what a request says its host is: anybody can send that. */
export function publicUrl(settings: Settings, path: string, query: Readonly<Record<string, string>>): string {
  const base = (settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`).replace(/\/+$/, '');
  return `${base}/${path}?${new URLSearchParams(query)}`;
}
