import type { Settings } from './settings.js';

/** Unless told otherwise, the embedded database is for trying things out; a server is not, nor is production: the passwords are published. */
export function wantsDemoData(settings: Settings): boolean {
  return settings.DEMO_DATA ?? (!settings.DATABASE_URL && settings.NODE_ENV !== 'production');
}
