const definition = {
  description:
    'Tells the weather of a city, for visits outdoors. Use it before a visit to a roof or a garden.',
  permission: 'bookings.read' as const,
  audience: 'staff' as const,
  effect: 'read' as const,
  input: {
    type: 'object' as const,
    properties: { city: { type: 'string' as const, description: 'As people write it.', maxLength: 80 } },
    required: ['city'],
  },
  action: {
    kind: 'http' as const,
    method: 'GET' as const,
    url: 'https://api.weather.example/v1/cities/{{input.city}}',
    query: { units: 'metric' },
    headers: { authorization: 'Bearer {{secret.WEATHER_KEY}}' },
    body: null,
    answer: {
      as: 'json' as const,
      from: '/now',
      fields: [
        { name: 'celsius', pointer: '/temperature' },
        { name: 'rain', pointer: '/rain' },
      ],
    },
    timeoutMs: 5_000,
    mostKilobytes: 64,
  },
};
const note = 'In metric units.';
const staff = '018f2c1e-1111-7000-8000-000000000001';
const at = new Date('2026-11-20T04:30:00Z');
const version = {
  number: 2,
  status: 'tried' as const,
  note,
  definition,
  triedAt: at,
  triedBy: staff,
  tryRefusal: null,
  publishedAt: null,
  publishedBy: null,
  retiredAt: null,
  createdAt: at,
};

/** By name in the API document. */
export const customToolsExamples = {
  CreateCustomTool: { name: 'custom.city_weather', note, definition },
  DraftCustomTool: { note, definition },
  TryCustomTool: { input: { city: 'Pune' }, confirmed: false },
  CustomToolVersion: version,
  CustomTool: {
    name: 'custom.city_weather',
    published: null,
    draft: version,
    createdBy: staff,
    version: 3,
    createdAt: at,
  },
  CustomToolSummary: {
    name: 'custom.city_weather',
    description: definition.description,
    kind: 'http',
    effect: 'read' as const,
    permission: 'bookings.read',
    publishedNumber: 1,
    draftNumber: 2,
    isDraftTried: true,
    createdAt: at,
  },
  CustomToolChange: { path: 'action.query.units', from: 'imperial', to: 'metric' },
  CustomToolTry: {
    number: 2,
    output: { result: { celsius: 31, rain: false }, isShortened: false },
    refusal: null,
    milliseconds: 240,
    isRecorded: true,
  },
};
