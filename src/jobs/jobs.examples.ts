const id = '019d45db-6e50-7c0f-891a-2c3d4e5f6071';
const conversationId = '019d45d6-1a00-7c22-8d4e-5f60718293a4';
const customerId = '019d45d6-0ddb-7692-9f4f-68a7e873909f';
const input = { conversationId, format: 'text' };
const createdAt = new Date('2026-11-20T04:30:00Z');
const startedAt = new Date('2026-11-20T04:30:01Z');
const finishedAt = new Date('2026-11-20T04:30:03Z');

const error = {
  category: 'timed_out',
  code: 'DATABASE_BUSY',
  message: 'The database could not do this in time.',
};
const progress = { percent: 40, step: 'messages', message: '80 of 200 messages' };

const job = {
  id,
  type: 'conversation.export',
  status: 'processing',
  subject: { type: 'conversation', id: conversationId },
  priority: 5,
  progress,
  attempt: 1,
  maxAttempts: 5,
  error: null,
  tags: ['export'],
  isCached: false,
  cancelRequestedAt: null,
  runAt: createdAt,
  expiresAt: null,
  createdAt,
  startedAt,
  finishedAt: null,
  stream: `job:${id}`,
};

const ownedJob = {
  ...job,
  owner: { kind: 'customer', id: customerId },
  cost: 'standard',
  losses: 0,
  replayOf: null,
  correlationId: '0b5f2f0e-6d0f-4f6c-9a3f-2f6d1f5f7c11',
};

/** By name in the API document. */
export const jobsExamples = {
  CreateJob: { type: 'conversation.export', input, priority: 5, tags: ['export'] },
  JobError: error,
  JobProgress: progress,
  Job: job,
  JobStatusReport: { id, status: 'processing', progress, error: null, finishedAt: null },
  JobResult: {
    id,
    type: 'conversation.export',
    finishedAt,
    result: {
      format: 'text',
      fileName: 'conversation.txt',
      contentType: 'text/plain',
      content: 'Hi',
      messages: 1,
    },
  },
  JobType: {
    type: 'conversation.export',
    description: 'A conversation as a file.',
    cost: 'standard',
    timeoutSeconds: 60,
    maxAttempts: 5,
    cachedSeconds: null,
    input: { type: 'object', properties: { conversationId: { type: 'string', format: 'uuid' } } },
    output: { type: 'object', properties: { content: { type: 'string' } } },
  },
  OwnedJob: ownedJob,
  OwnedJobDetail: {
    ...ownedJob,
    status: 'failed',
    attempt: 2,
    error,
    finishedAt,
    input,
    attempts: [{ number: 1, outcome: 'failed', error, startedAt, finishedAt }],
  },
  ReplayJob: { input },
  JobSelection: { type: 'conversation.export', category: 'timed_out', limit: 100 },
  JobSelectionResult: { count: 17, isMore: false },
  InvalidatedResults: { count: 3 },
  JobFigures: {
    backend: 'redis',
    lines: [{ cost: 'standard', waiting: 4, later: 1, processing: 2, oldestWaitingSeconds: 0.8 }],
    workers: [{ id: customerId, host: 'worker-1', pid: 4711, startedAt, seenAt: finishedAt }],
    types: [
      {
        type: 'conversation.export',
        completed: 120,
        failed: 1,
        cancelled: 2,
        cached: 14,
        p50Seconds: 0.4,
        p95Seconds: 1.9,
      },
    ],
  },
};
