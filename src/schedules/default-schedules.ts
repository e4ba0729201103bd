// The schedules that the code declares (`@RunsRegularly`) are added to the database when they are not there. From then on they belong to
// the staff: what they have changed stays, over restarts and new versions.
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { JobRegistry } from '#libs/jobs';
import { newId } from '#libs/orm';
import { Clock } from '#libs/time';
import { Settings } from '../config/settings.js';
import { runsAfter } from './due.js';

@Injectable()
export class DefaultSchedules implements OnApplicationBootstrap {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly registry: JobRegistry,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** In every process, whichever is there first. @throws Error for a default that is not valid: it is a fault of the code */
  async onApplicationBootstrap(): Promise<void> {
    const now = this.clock.now();
    const rows = this.registry.all().flatMap(({ definition, schedule }) => {
      if (!schedule) return [];
      const { name, description, cron, input = {}, missed = 'once' } = schedule;
      const timeZone = this.settings.BUSINESS_TIME_ZONE;
      definition.input.parse(input);
      const [next_run_at] = runsAfter({ cron, timeZone }, now, 1);
      return [
        {
          id: newId(),
          name,
          description,
          job_type: definition.type,
          input,
          cron,
          missed,
          time_zone: timeZone,
          next_run_at,
        },
      ];
    });
    if (rows.length > 0) await this.em.fork().execute(addMissing, [now, now, JSON.stringify(rows)]);
  }
}

const addMissing = `
  insert into schedules (id, name, description, job_type, input, cron, time_zone, missed, enabled, built_in, next_run_at, version,
    created_at, updated_at)
  select id, name, description, job_type, input, cron, time_zone, missed, true, true, next_run_at, 1, ?, ?
  from json_to_recordset(?::json) as new (id uuid, name text, description text, job_type text, input jsonb, cron text,
    time_zone text, missed text, next_run_at timestamptz)
  on conflict (name) do nothing`;
