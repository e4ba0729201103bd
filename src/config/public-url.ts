import type { Settings } from './settings.js';

/** Where people reach the program, without a slash at its end. */
export function publicBase(settings: Settings): string {
  return (settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`).replace(/\/+$/, '');
}

/** An address of ours for people, to be put into a mail. Never made from what a request says its host is: anybody can send that. */
export function publicUrl(settings: Settings, path: string, query: Readonly<Record<string, string>>): string {
  return `${publicBase(settings)}/${path}?${new URLSearchParams(query)}`;
}
