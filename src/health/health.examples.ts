const parts = { database: { status: 'up' }, redis: { status: 'up' } };

/** By name in the API document. */
export const healthExamples = {
  Health: { status: 'ok', info: parts, error: {}, details: parts },
  Liveness: { status: 'ok' },
};
