import type { Settings } from './settings.js';

/** An address of ours for people, to be put into a mail. Never made from what a request says its host is: anybody can send that. */
export function publicUrl(settings: Settings, path: string, query: Readonly<Record<string, string>>): string {
  return `${ownAddress(settings)}/${path}?${new URLSearchParams(query)}`;
}

/** Where we are reached, without a slash at its end. */
export function ownAddress(settings: Settings): string {
  return (settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`).replace(/\/+$/, '');
}
