import type { ToolAnnotations } from '@modelcontextprotocol/server';
import type { ToolDefinition } from '#libs/tools';
import { titleOf } from './tool-names.js';

/** Writes that only add something, by the verb with which their names begin. Of every other it is said that it may take something away. */
const adding = new Set([
  'add',
  'ask',
  'book',
  'create',
  'file',
  'note',
  'report',
  'request',
  'send',
  'submit',
]);

/**
 * What a client may tell its person before it calls. They are hints, as the protocol says: whether something is done is decided by the rights of
 * the caller and the yes of the person, not by them.
 * @param isOurs not supplied by a server of somebody else
 */
export function annotationsOf({ name, effect }: ToolDefinition, isOurs: boolean): ToolAnnotations {
  const verb = name.slice(name.indexOf('.') + 1).split('_', 1)[0]!;
  const isRead = effect === 'read';
  return {
    title: titleOf(name),
    readOnlyHint: isRead,
    destructiveHint: effect === 'write' && !adding.has(verb),
    // Each confirmation of a write is one effect; a second call is a second one.
    idempotentHint: isRead,
    openWorldHint: !isOurs,
  };
}
