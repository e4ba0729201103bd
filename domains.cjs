// Which domain may import which. `.dependency-cruiser.cjs` makes rules of it, `npm run boundaries -- --write` prints it into CONTRIBUTING.md.
//
// Each domain names only domains that stand above it, so the table read from the top is the house from its ground, and nothing goes in a
// circle. Only what is in use is named: an arrow that no import needs any more is taken out (test/contracts/boundaries.spec.ts).

/** What every domain may import: the settings, and who may do what. */
const ground = ['config', 'access'];

const mayImport = {
  config: [],
  access: [],
  audit: [],
  catalogue: ['audit'],
  knowledge: ['audit'],
  models: [],
  outbox: [],
  problems: [],
  health: [],
  console: [],
  flags: ['audit'],
  schedules: ['audit'],
  webhooks: ['audit'],
  policies: ['audit'],
  sessions: ['audit'],
  customers: ['audit', 'sessions'],
  staff: ['audit', 'sessions'],
  'api-keys': ['audit', 'sessions'],
  payments: ['audit', 'customers'],
  auth: ['audit', 'customers', 'sessions'],
  authz: ['sessions', 'staff'],
  jobs: ['audit', 'flags', 'sessions'],
  pricing: ['audit', 'catalogue', 'customers'],
  providers: ['audit', 'catalogue'],
  addresses: ['catalogue', 'customers'],
  slots: ['catalogue', 'customers', 'providers'],
  bookings: [
    'addresses',
    'audit',
    'catalogue',
    'customers',
    'payments',
    'policies',
    'pricing',
    'providers',
    'slots',
  ],
  reviews: ['audit', 'bookings', 'catalogue', 'customers', 'providers'],
  photographs: ['audit', 'bookings', 'customers'],
  recommendations: ['audit', 'bookings', 'catalogue', 'customers'],
  simulations: ['bookings', 'pricing'],
  invoices: ['audit', 'bookings', 'catalogue', 'customers', 'payments'],
  planning: ['audit', 'bookings', 'catalogue', 'providers', 'slots'],
  complaints: ['audit', 'bookings', 'catalogue', 'customers', 'providers', 'staff'],
  conversations: ['audit', 'customers'],
  callbacks: ['audit', 'conversations', 'customers', 'staff'],
  // Agents reach every other domain through the tool registry.
  agents: ['audit', 'conversations'],
  analytics: ['bookings', 'conversations'],
  notifications: ['audit', 'sessions'],
  realtime: ['api-keys', 'sessions'],
  // What belongs to the composition of the program, as the files in src/ do.
  migrations: [],
  demo: [
    'addresses',
    'bookings',
    'catalogue',
    'complaints',
    'conversations',
    'customers',
    'invoices',
    'knowledge',
    'payments',
    'planning',
    'policies',
    'pricing',
    'providers',
    'recommendations',
    'reviews',
    'staff',
  ],
};

module.exports = { ground, mayImport };
