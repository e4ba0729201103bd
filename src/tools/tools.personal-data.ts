import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { afterCommit } from '#libs/orm';
import { HoldsPersonalData, type PersonalDataSource } from '#libs/personal-data';
import { ToolConfirmation } from './tool-confirmation.entity.js';
import { ToolUsageRecorder } from './tool-usage-recorder.js';

/** Which tools were called by a person, or for them, and how often. What was answered is exported by the domains that it is about. */
@HoldsPersonalData('tools')
@Injectable()
export class ToolsPersonalData implements PersonalDataSource {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly recorder: ToolUsageRecorder,
  ) {}

  async export(em: EntityManager, person: string) {
    const confirmed = await em.find(
      ToolConfirmation,
      { callerId: person },
      { orderBy: { createdAt: 'asc', id: 'asc' } },
    );
    const used = await this.em.execute<{ tool: string; calls: number; firstAt: Date; lastAt: Date }[]>(
      `select tool, sum(calls)::int as calls, min(minute) as "firstAt", max(minute) as "lastAt"
       from tool_usage where person_id = ? group by tool order by tool`,
      [person],
    );
    return {
      confirmations: confirmed.map(({ tool, confirmation, state, expiresAt }) => ({
        tool,
        confirmation,
        state,
        expiresAt,
      })),
      used,
    };
  }

  /** The counts stay, each under a made-up id of its own. */
  async erase(em: EntityManager, person: string): Promise<void> {
    await em.nativeDelete(ToolConfirmation, { callerId: person });
    await this.em.execute(`update tool_usage set person_id = gen_random_uuid()::text where person_id = ?`, [
      person,
    ]);
    await afterCommit(() => this.recorder.forget(person));
  }
}
