// Answers of reading tools that are given again for a while, as far as the tool allows it. What was refused is asked anew each time.
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SharedCache } from '#libs/cache';
import { canonicalJson } from '#libs/json';
import type { ToolCaller, ToolDefinition } from './tool.decorator.js';
import type { ToolOutcome } from './tool-outcome.js';

/** Characters of JSON. What is longer is not kept. */
const longestKept = 100_000;

/** Ends a look at the cache without anything to keep. */
class NothingToKeep extends Error {}

@Injectable()
export class ToolResults {
  constructor(private readonly cache: SharedCache) {}

  /**
   * An answer that is kept, or what `run` answers now. Those who miss together share one run: where that is refused, or cut off by whoever
   * began it, the others run for themselves.
   * @param input as the tool gets it
   */
  async answer(
    { name, cache }: ToolDefinition,
    caller: ToolCaller,
    input: unknown,
    run: () => Promise<ToolOutcome>,
  ): Promise<ToolOutcome> {
    const { seconds, scope } = cache!;
    const tag = scope === 'everybody' ? 'tools' : tagOf(caller);
    const whose = scope === 'everybody' ? '' : rightsOf(caller);
    let own: ToolOutcome | undefined;
    const load = async (): Promise<string> => {
      own = await run();
      const text = own.ok ? JSON.stringify(own.output) : undefined;
      if (text === undefined || text.length > longestKept) throw new NothingToKeep();
      return text;
    };
    try {
      const key = `${tag}:${digestOf([name, input, whose])}`;
      const text = await this.cache.getOrSet(key, seconds * 1_000, load);
      return own ?? { ok: true, output: JSON.parse(text) as unknown, isCached: true };
    } catch (error) {
      if (!(error instanceof NothingToKeep)) throw error;
      return own ?? run();
    }
  }

  /** What was read for the caller may be another way now. */
  forget(caller: ToolCaller): Promise<void> {
    return this.cache.invalidate(tagOf(caller));
  }
}

/** Of the person, whichever way they come: what their agent has changed, they see. */
function tagOf({ id = '', onBehalfOf = id }: ToolCaller): string {
  return `tools.${onBehalfOf}`;
}

/** Who may do something else may see something else: an API key, a login without its second factor, somebody with another role. */
function rightsOf({ kind, id, onBehalfOf, permissions }: ToolCaller): unknown {
  return [kind, id, onBehalfOf, [...permissions].sort()];
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('base64url');
}
