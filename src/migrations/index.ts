import { Migration20261120000000_Initial } from './Migration20261120000000_Initial.js';
import { Migration20261120000001_AuditChain } from './Migration20261120000001_AuditChain.js';
import { Migration20261127000000_Jobs } from './Migration20261127000000_Jobs.js';
import { Migration20261127000010_Realtime } from './Migration20261127000010_Realtime.js';
import { Migration20261127000020_Notifications } from './Migration20261127000020_Notifications.js';
import { Migration20261127000021_EarlierContacts } from './Migration20261127000021_EarlierContacts.js';
import { Migration20261127000030_Webhooks } from './Migration20261127000030_Webhooks.js';
import { Migration20261127000040_RegularWork } from './Migration20261127000040_RegularWork.js';
import { Migration20261127000050_LostJobs } from './Migration20261127000050_LostJobs.js';
import { Migration20261130000040_ProvenContacts } from './Migration20261130000040_ProvenContacts.js';
import { Migration20261130000050_StreamTrims } from './Migration20261130000050_StreamTrims.js';
import { Migration20261130000070_ListOrders } from './Migration20261130000070_ListOrders.js';
import { Migration20261130000071_TurnOutcomes } from './Migration20261130000071_TurnOutcomes.js';
import { Migration20261130000076_CancellationKeys } from './Migration20261130000076_CancellationKeys.js';
import { Migration20261130000078_DangerReports } from './Migration20261130000078_DangerReports.js';
import { Migration20261130000080_AnswerParts } from './Migration20261130000080_AnswerParts.js';
import { Migration20261130000090_Callbacks } from './Migration20261130000090_Callbacks.js';
import { Migration20261130000130_KnowledgeValidity } from './Migration20261130000130_KnowledgeValidity.js';
import { Migration20261130000131_KnowledgePages } from './Migration20261130000131_KnowledgePages.js';
import { Migration20261130000132_KnowledgeUploads } from './Migration20261130000132_KnowledgeUploads.js';
import { Migration20261130000140_KnowledgeSearch } from './Migration20261130000140_KnowledgeSearch.js';

/** In the order in which they run. A landed migration is never edited. */
export const migrationsList = [
  { name: 'Migration20261120000000_Initial', class: Migration20261120000000_Initial },
  { name: 'Migration20261120000001_AuditChain', class: Migration20261120000001_AuditChain },
  { name: 'Migration20261127000000_Jobs', class: Migration20261127000000_Jobs },
  { name: 'Migration20261127000010_Realtime', class: Migration20261127000010_Realtime },
  { name: 'Migration20261127000020_Notifications', class: Migration20261127000020_Notifications },
  { name: 'Migration20261127000021_EarlierContacts', class: Migration20261127000021_EarlierContacts },
  { name: 'Migration20261127000030_Webhooks', class: Migration20261127000030_Webhooks },
  { name: 'Migration20261127000040_RegularWork', class: Migration20261127000040_RegularWork },
  { name: 'Migration20261127000050_LostJobs', class: Migration20261127000050_LostJobs },
  { name: 'Migration20261130000040_ProvenContacts', class: Migration20261130000040_ProvenContacts },
  { name: 'Migration20261130000050_StreamTrims', class: Migration20261130000050_StreamTrims },
  { name: 'Migration20261130000070_ListOrders', class: Migration20261130000070_ListOrders },
  { name: 'Migration20261130000071_TurnOutcomes', class: Migration20261130000071_TurnOutcomes },
  { name: 'Migration20261130000076_CancellationKeys', class: Migration20261130000076_CancellationKeys },
  { name: 'Migration20261130000078_DangerReports', class: Migration20261130000078_DangerReports },
  { name: 'Migration20261130000080_AnswerParts', class: Migration20261130000080_AnswerParts },
  { name: 'Migration20261130000090_Callbacks', class: Migration20261130000090_Callbacks },
  { name: 'Migration20261130000130_KnowledgeValidity', class: Migration20261130000130_KnowledgeValidity },
  { name: 'Migration20261130000131_KnowledgePages', class: Migration20261130000131_KnowledgePages },
  { name: 'Migration20261130000132_KnowledgeUploads', class: Migration20261130000132_KnowledgeUploads },
  { name: 'Migration20261130000140_KnowledgeSearch', class: Migration20261130000140_KnowledgeSearch },
];
