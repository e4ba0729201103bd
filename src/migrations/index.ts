import { Migration20261120000000_Initial } from './Migration20261120000000_Initial.js';
import { Migration20261120000001_AuditChain } from './Migration20261120000001_AuditChain.js';
import { Migration20261127000000_Jobs } from './Migration20261127000000_Jobs.js';
import { Migration20261127000010_Realtime } from './Migration20261127000010_Realtime.js';

/** In the order in which they run. A landed migration is never edited. */
export const migrationsList = [
  { name: 'Migration20261120000000_Initial', class: Migration20261120000000_Initial },
  { name: 'Migration20261120000001_AuditChain', class: Migration20261120000001_AuditChain },
  { name: 'Migration20261127000000_Jobs', class: Migration20261127000000_Jobs },
  { name: 'Migration20261127000010_Realtime', class: Migration20261127000010_Realtime },
];
