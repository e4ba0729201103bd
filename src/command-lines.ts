// Every command of package.json that is the product's own, and what it takes.
import type { CommandLine } from '#libs/command';

const database = 'DATABASE_URL, or DATA_DIR for the embedded database, which must not be in use';
const compared = { type: 'boolean', about: 'changes nothing, and fails when there is a difference' } as const;
const written = { type: 'boolean', about: 'writes them' } as const;
const count = /^[1-9]\d{0,6}$/;
const number = { type: 'string', value: 'N', pattern: count } as const;

export const commandLines = {
  start: {
    name: 'npm start',
    about: 'Installs what is missing, builds what is stale and starts the program. Its last line is "Ready".',
    forms: { '': 'until it is told to stop (Ctrl-C)' },
    settings: 'all of them; PORT, DATA_DIR, DATABASE_URL, REDIS_URL, ROLE are the ones to know',
  },
  dev: {
    name: 'npm run dev',
    about: 'Starts the program, and starts it anew when a source file is saved.',
    forms: { '': 'until it is told to stop (Ctrl-C)' },
    settings: 'as for npm start',
  },
  check: {
    name: 'npm run check',
    about: 'Checks everything that can be checked without a test, and lists what failed at the end.',
    forms: { '': 'all of it' },
  },
  settings: {
    name: 'npm run settings',
    about: 'Makes .env.example and docs/settings.md from the schema of the settings, or compares them.',
    forms: { '': 'compares' },
    options: { write: written, check: compared },
  },
  errors: {
    name: 'npm run errors',
    about:
      'Makes the list of problem codes and docs/errors.md from what the code declares, or compares them.',
    forms: { '': 'compares' },
    options: { write: written, check: compared },
  },
  prompts: {
    name: 'npm run prompts',
    about:
      'Compares the prompts of the program with the versions that have landed (prompts.json), or tries them on their cases.',
    forms: {
      '': 'fails where a version was changed or is new',
      'test [NAME]': 'asks the models of MODELS; ends with 1 where a case fails',
    },
    options: { write: { type: 'boolean', about: 'adds what is new to prompts.json' }, check: compared },
    settings: 'MODELS, MODEL_TIERS',
  },
  permissions: {
    name: 'npm run permissions',
    about: 'Makes docs/permissions.md from what routes and tools declare, or compares it.',
    forms: { '': 'compares' },
    options: { write: written, check: compared },
  },
  openapi: {
    name: 'npm run openapi',
    about: 'Writes openapi.json from the routes, or compares it.',
    forms: { '': 'writes it' },
    options: { check: compared },
  },
  migration: {
    name: 'npm run migration',
    about: 'Makes or compares migrations, on a fresh database in memory to which all of them were applied.',
    forms: {
      'create NAME': 'writes a migration for what the entities have and the database lacks',
      check: 'fails when entities and migrations differ',
    },
  },
  demo: {
    name: 'npm run demo',
    about: 'Loads, checks or removes the demo data.',
    forms: {
      seed: 'fills a database in which there is nothing',
      verify: 'counts and checks what was loaded, with the same factor',
      clear: 'empties the tables that the demo data fill, whoever filled them',
      reset: 'clear, then seed',
    },
    options: {
      factor: { ...number, about: 'so many times the people, bookings, conversations and complaints' },
      seed: { ...number, about: 'of chance: the same one gives the same rows' },
      yes: { type: 'boolean', about: 'it is meant, in production as well' },
    },
    settings: database,
  },
  audit: {
    name: 'npm run audit',
    about: 'Says whether the audit log is as it was written; ends with 1 where it is not.',
    forms: { verify: 'walks the whole chain' },
    options: {
      expect: {
        type: 'string',
        value: 'SEQ:HASH',
        about: 'the log must hold this entry, as a checkpoint in the log of the program says it',
      },
    },
    settings: database,
  },
  staff: {
    name: 'npm run staff',
    about: 'Makes the first account of the operation, when there are no demo data.',
    forms: { 'create-admin EMAIL NAME': 'a super_admin; the password is made up and shown this once' },
    options: {
      'password-stdin': { type: 'boolean', about: 'the password is what comes in on standard input' },
    },
    settings: database,
  },
  encoder: {
    name: 'npm run encoder',
    about: 'Makes what the sentence encoder needs beside its weights, or compares it.',
    forms: {
      kernel: 'libs/nlu/encoder/kernel.ts of scripts/integer-product.wat',
      vectors: 'the vectors of the lines that intents are learned from; those that are there are kept',
    },
    options: { check: compared },
  },
  bench: {
    name: 'npm run bench',
    about: 'Measures, and prints the figures as a table and as JSON; it judges nothing.',
    forms: {
      'http [ROUNDS] [SECONDS]': 'what everything around a handler costs, beside bare Fastify',
      'chat [CONVERSATIONS] [TOGETHER]': 'what a turn of a conversation takes',
      'complaints [PART]...': 'the desk with 100,000 complaints open: queue, sla',
      'marketplace [PART]...':
        'slots, search, quote, create beside bare SQL; serviceability at 100,000 rate cards beside arrays of pincodes',
      'jobs [COUNT]': 'jobs a second, beside bare BullMQ',
      'nlu [PART]...':
        'the language engine: classify, reject, several, sentiment, speed, encoder, own, services, informed, informed-reject',
      overload: 'what the load of others costs a bystander',
      'retrieval [PART]...':
        'the knowledge base, what is found and whether it answers: handbook, words, speed, dialogues',
      safety: 'danger in messages: recall and false alarms',
      start: 'first and later start, idle memory',
      'tools [ROUNDS] [CALLS]':
        'what a call of a tool costs beside the use case, and beside the request to its route',
    },
    words: {
      ROUNDS: count,
      SECONDS: count,
      CONVERSATIONS: count,
      TOGETHER: count,
      COUNT: count,
      CALLS: count,
    },
    options: {
      program: { type: 'string', value: 'PATH', about: "of another build's main.js (overload, start)" },
      seconds: { ...number, about: 'of a scenario (overload)' },
      only: { type: 'string', value: 'NAME', about: 'one scenario (overload)' },
      runs: { ...number, about: 'of each start (start)' },
    },
    settings:
      'DATABASE_URL and REDIS_URL add servers (jobs, overload, start; complaints, marketplace: takes the place of the embedded one); NLU_CORPORA is the directory of the corpora, RAG_CORPUS a file of dialogues (retrieval)',
  },
  eval: {
    name: 'npm run eval',
    about:
      'Plays the conversations of eval/conversations, scores them by skill, and names what got worse or better since eval/score.json.',
    forms: {
      '': 'ends with 1 where a row was written that nobody expects, or a skill is worse than its committed score',
      'case CONVERSATION':
        'prints a conversation of the database as such a dialogue, masked, to be completed',
    },
    words: { CONVERSATION: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i },
    options: {
      set: { type: 'string', value: 'NAME', about: 'another set than eval/conversations, scored apart' },
      skill: { type: 'string', value: 'NAME', about: 'one skill, a file of the set' },
      only: {
        type: 'string',
        value: 'TITLE',
        about: 'dialogues with this in their title; nothing is compared',
      },
      encoder: {
        type: 'boolean',
        about: 'with the sentence encoder, which tests do without: a score of its own',
      },
      json: { type: 'boolean', about: 'the score as JSON, without transcripts' },
      write: { type: 'boolean', about: 'writes eval/score.json instead of judging by it' },
    },
    settings:
      'DATABASE_URL: plays on that server; case reads that database, or the one in DATA_DIR, which must not be in use',
  },
  crash: {
    name: 'npm run test:crash',
    about:
      'Kills processes, stops servers, or has processes race each other, and counts what was lost or done twice.',
    forms: {
      '[JOBS] [KILLS] [SEED]': 'kill -9 at random moments; 3000 jobs and 30 kills',
      'outages [JOBS]': 'PostgreSQL and Redis go away, in servers of its own; 2000 jobs',
      'races [ROUNDS] [PARALLEL]':
        'two processes race for slots, money and complaints; 20 rounds, 500 requests at once for a slot',
      'effects [KILLS] [SEED]':
        'kill -9 in the middle of settlements, remedies, payments, publications and substitutions; 20 kills',
    },
    words: { JOBS: count, KILLS: count, SEED: /^\d{1,10}$/, ROUNDS: count, PARALLEL: count },
    settings: 'DATABASE_URL and REDIS_URL add servers to the embedded run; ONLY=embedded, postgres or redis',
  },
} as const satisfies Record<string, CommandLine>;
