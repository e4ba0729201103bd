const host = { host: 'api.weather.example', note: 'Weather, for visits outdoors.' };
const secret = { hosts: ['api.weather.example'], note: 'Of the account of operations.' };
const written = { ...secret, value: 'wk_0123456789abcdef' };
const createdBy = '018f2c1e-1111-7000-8000-000000000001';
const at = new Date('2026-11-20T04:30:00Z');

/** By name in the API document. */
export const outsideExamples = {
  CreateToolHost: host,
  ToolHost: { ...host, isOfSettings: false, createdBy, createdAt: at },
  CreateToolSecret: { name: 'WEATHER_KEY', ...written },
  ReplaceToolSecret: written,
  ToolSecret: { name: 'WEATHER_KEY', ...secret, createdBy, version: 1, createdAt: at, updatedAt: at },
};
