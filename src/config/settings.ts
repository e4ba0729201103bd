// Every setting of the program, read once. `.env.example` is checked against this schema by a test.
import { z } from 'zod';
import { isAddressRange, isTimeZone } from './setting-checks.js';

const seconds = z.coerce.number().int().positive();
const switchedOn = z.stringbool();

export const settingsSchema = z.object({
  NODE_ENV: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .describe('Profile of the installation.'),
  ROLE: z
    .enum(['all', 'api', 'worker'])
    .default('all')
    .describe(
      'What this process does: answers requests (`api`), works on jobs (`worker`, which answers only probes), or both. The embedded database serves one process: `all`.',
    ),
  HOST: z.string().min(1).default('0.0.0.0').describe('Address to listen on.'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000).describe('Port to listen on.'),
  DATA_DIR: z
    .string()
    .min(1)
    .default('.data')
    .describe('Directory of the embedded database, and of mails without SMTP_URL.'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('PostgreSQL server (15 or later). Without it the embedded database is used.'),
  DATABASE_POOL: z.coerce
    .number()
    .int()
    .min(2)
    .max(100)
    .default(10)
    .describe('Connections to the PostgreSQL server.'),
  DATABASE_TIMEOUT_SECONDS: seconds
    .default(10)
    .describe(
      'A query that takes longer is given up. The embedded database cannot interrupt one: it is opened again then, which ends all that is under way.',
    ),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .optional()
    .describe(
      'Redis for the queue and for what replicas share (rate limits, caches, sockets), a database of this installation alone. Without it they are kept in memory, the queue in the database.',
    ),
  DEMO_DATA: switchedOn
    .optional()
    .describe('Load the demo data into an empty database; by default only into the embedded one.'),
  SECRET_KEY: z
    .string()
    .min(32)
    .optional()
    .describe(
      'Encrypts what is kept secret in the database, signing keys among it, and marks API keys and session cookies, which end when it is changed; at least 32 characters. Required in production; elsewhere made up and kept in DATA_DIR.',
    ),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Where people reach the program: the links in mails begin with it. Required in production; elsewhere http://localhost and the port.',
    ),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe(
      'Mail server, with user and password: `smtps://user:password@mail.example`. Without it mails stay in DATA_DIR/outbox.',
    ),
  SMTP_FALLBACK_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe('Mail server that is asked when that of SMTP_URL cannot take a mail now.'),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]+@[^\r\n]+$/, 'not a sender')
    .default('Home services <no-reply@localhost>')
    .describe('Sender of mails.'),
  JOB_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(8)
    .describe(
      'Jobs that a process works on at once; sixteen times as many light ones, which mostly wait, and a quarter as many heavy ones.',
    ),
  JOBS_PER_PERSON: z.coerce
    .number()
    .int()
    .min(1)
    .default(100)
    .describe('Jobs of one customer or staff member that wait or are under way at a time.'),
  JOB_RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .default(7)
    .describe('How long jobs that have ended are kept; those that failed four times as long.'),
  SMS_DAILY_LIMIT: z.coerce
    .number()
    .int()
    .min(0)
    .default(5_000)
    .describe(
      'Text messages a day (in BUSINESS_TIME_ZONE), codes and notices together; none are sent beyond it.',
    ),
  NOTIFICATION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3_650)
    .default(180)
    .describe('Notices, and the log of how they were delivered, are kept for this time.'),
  ACCESS_TOKEN_SECONDS: seconds.default(900).describe('Life of an access token.'),
  REFRESH_TOKEN_SECONDS: seconds
    .default(30 * 86_400)
    .describe('Life of a login: no refresh token of it works longer.'),
  MAX_SESSIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(5)
    .describe('Logins of one account at a time.'),
  SESSION_POLICY: z
    .enum(['drop_oldest', 'refuse_new'])
    .default('drop_oldest')
    .describe('What happens at one login more than MAX_SESSIONS.'),
  STAFF_SECOND_FACTOR_ROLES: z
    .string()
    .default('')
    .refine((list) => /^(?:[a-z0-9_]+(?: *, *[a-z0-9_]+)*)?$/.test(list), 'not a list of roles')
    .describe(
      'Roles, comma separated, that hold no permission until a second factor is set up, and all roles that hold as much. Recommended: super_admin,admin.',
    ),
  BUSINESS_TIME_ZONE: z
    .string()
    .default('Asia/Kolkata')
    .refine((zone) => isTimeZone(zone), 'not an IANA time zone')
    .describe('Days and clock times are meant in this zone.'),
  BOOKING_LEAD_MINUTES: z.coerce
    .number()
    .int()
    .min(0)
    .default(60)
    .describe('A slot must start at least this far ahead.'),
  BOOKING_HORIZON_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(365)
    .default(30)
    .describe('A slot must start within this time.'),
  PROPOSAL_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .default(30)
    .describe('How long an offer in a conversation can be agreed to.'),
  ERASE_AFTER_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .max(365)
    .default(30)
    .describe('What is personal of a closed account is erased after this time.'),
  OUTBOUND_ALLOW_PRIVATE: switchedOn
    .default(false)
    .describe(
      'What goes to addresses that others choose (webhooks, push messages) may go to this machine and its network, and without TLS. For development only.',
    ),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least severe log line to write.'),
  CORS_ORIGINS: z.string().default('').describe('Origins that browsers may call from, comma separated.'),
  TRUST_PROXY: z
    .string()
    .default('')
    .refine(
      (list) => list === '' || list.split(',').every(isAddressRange),
      'not a list of addresses or CIDR ranges',
    )
    .describe(
      "Proxies in front of it, as addresses or CIDR ranges, comma separated: from them the caller's address is taken from X-Forwarded-For.",
    ),
  BODY_LIMIT_KB: z.coerce.number().int().min(1).default(256).describe('Largest request body.'),
  HEADER_LIMIT_KB: z.coerce
    .number()
    .int()
    .min(4)
    .max(64)
    .default(16)
    .describe('Largest request line and headers together.'),
  REQUEST_TIMEOUT_SECONDS: seconds.default(30).describe('A request must have arrived within this time.'),
  SHUTDOWN_SECONDS: seconds.default(15).describe('Grace period after SIGTERM.'),
  RATE_LIMIT_DEFAULT: z.coerce
    .number()
    .int()
    .positive()
    .default(600)
    .describe('Requests a minute and caller.'),
  RATE_LIMIT_CHAT: z.coerce
    .number()
    .int()
    .positive()
    .default(60)
    .describe('Chat messages a minute and caller.'),
  RATE_LIMIT_AUTH: z.coerce
    .number()
    .int()
    .positive()
    .default(20)
    .describe('Attempts to register or log in, a minute, for an address and for a caller.'),
  RATE_LIMIT_EXPENSIVE: z.coerce
    .number()
    .int()
    .positive()
    .default(30)
    .describe('Exports and other costly requests, a minute and caller.'),
  REALTIME_CONNECTIONS_PER_USER: z.coerce
    .number()
    .int()
    .positive()
    .default(10)
    .describe('Open event streams and sockets of one person, on each process.'),
  REALTIME_MESSAGES_PER_SECOND: z.coerce
    .number()
    .int()
    .positive()
    .default(20)
    .describe('Messages a second that a socket may send.'),
  REALTIME_HEARTBEAT_SECONDS: z.coerce
    .number()
    .positive()
    .default(15)
    .describe('An open connection is looked at this often: whether anybody is there, and may still follow.'),
  REALTIME_PATIENCE_SECONDS: z.coerce
    .number()
    .positive()
    .default(10)
    .describe('A client that takes nothing of what it follows for this long is cut.'),
  STREAM_DAYS: z.coerce
    .number()
    .int()
    .positive()
    .default(30)
    .describe('How long a client that was away can catch up: entries of streams are kept for this time.'),
  API_KEY_RATE_LIMIT: z.coerce
    .number()
    .int()
    .positive()
    .default(300)
    .describe('Requests a minute of an API key; its owner may choose fewer.'),
});

/** What has a stand-in that serves only the machine it runs on. */
const requiredInProduction = ['SECRET_KEY', 'PUBLIC_URL'] as const;

export type SettingValues = z.infer<typeof settingsSchema>;

/** The settings, as a thing to inject. */
export abstract class Settings {}
// eslint-style declaration merging: the class is the injection token, the interface its shape.
export interface Settings extends SettingValues {}

export class SettingsInvalid extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`Settings are not valid:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'SettingsInvalid';
  }
}

/**
 * @param environment variables as strings; empty ones count as absent
 * @throws SettingsInvalid with every fault, not only the first; values are never part of the message
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = settingsSchema.safeParse(present);
  const faults = parsed.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? [];
  if (present.ROLE && present.ROLE !== 'all' && !present.DATABASE_URL)
    faults.push('ROLE: several processes need a DATABASE_URL');
  if (present.NODE_ENV === 'production') {
    for (const name of requiredInProduction)
      if (!present[name]) faults.push(`${name}: required in production`);
  }
  if (!parsed.success || faults.length > 0) throw new SettingsInvalid(faults);
  return parsed.data;
}
