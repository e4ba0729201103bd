// A job without the engine: its handler is called as a worker would, and its effects are done in a transaction at the end.
import { RequestContext, type EntityManager } from '@mikro-orm/core';
import { JobRegistry, type JobCaller, type JobRun } from '#libs/jobs';
import { newId } from '#libs/orm';
import { systemActor } from '../../src/access/actor.js';
import type { TestApp } from './app.js';

export interface DirectRun extends JobRun {
  /** What was told, in order: percent and step. */
  readonly told: [percent: number, step?: string][];
  /** In one transaction. */
  finish(): Promise<void>;
}

export function directRun(
  em: EntityManager,
  { id = newId(), signal = new AbortController().signal } = {},
): DirectRun {
  const effects: ((em: EntityManager) => Promise<void>)[] = [];
  const told: DirectRun['told'] = [];
  return {
    id,
    attempt: 1,
    signal,
    told,
    progress: (percent, step) => void told.push([percent, step]),
    atTheEnd: (effect) => void effects.push(effect),
    finish: () =>
      em.fork().transactional(async (inner) => {
        for (const effect of effects) await effect(inner);
      }),
  };
}

/** @returns what the job results in, as it is kept */
export async function runJob(
  { app, orm }: Pick<TestApp, 'app' | 'orm'>,
  type: string,
  input: unknown = {},
  caller: JobCaller = systemActor('test'),
  run: DirectRun = directRun(orm.em),
): Promise<any> {
  const registered = app.get(JobRegistry).find(type);
  if (!registered) throw new Error(`There is no job type ${type}.`);
  const { definition } = registered;
  const output = await RequestContext.create(orm.em, () =>
    registered.run(caller, definition.input.parse(input), run),
  );
  await run.finish();
  return JSON.parse(JSON.stringify(definition.output.parse(output)));
}
