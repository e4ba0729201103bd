// What the API document says of API keys.
import { keyMark } from './api-key.form.js';

export const apiKeyScheme = {
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: `${keyMark}…`,
    description:
      'Of a program (`POST /api/v1/api-keys`): it may do what its scopes and its owner may both do.',
  },
};
