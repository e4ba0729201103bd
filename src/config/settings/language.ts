// How messages are understood.
import { z } from 'zod';

export const languageSettings = {
  LANGUAGE_ENCODER: z
    .enum(['auto', 'off'])
    .default('auto')
    .describe(
      'Whether a sentence encoder reads what the words leave open: `auto` where its package is installed, in a thread of its own that takes about 70 MB while it is in use.',
    ),
};
