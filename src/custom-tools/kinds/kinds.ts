import { z } from 'zod';
import { httpAction } from './http-action.js';
import { questionAction } from './question.kind.js';

/** What a tool does when it is called, by its kind. */
export const toolAction = z.discriminatedUnion('kind', [httpAction, questionAction]);
export type ToolAction = z.output<typeof toolAction>;
