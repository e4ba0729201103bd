// Which types of jobs there are. Domains declare them beside themselves; whoever runs and shows jobs knows none of the domains.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeclarationScan } from '#libs/discovery';
import {
  defaultSchedules,
  jobTypes,
  type DefaultSchedule,
  type JobCaller,
  type JobRun,
  type JobTypeDefinition,
} from './job-type.js';

export interface RegisteredJobType {
  readonly definition: JobTypeDefinition;
  readonly schedule: DefaultSchedule | undefined;
  readonly run: (caller: JobCaller, input: unknown, run: JobRun) => Promise<unknown>;
}

@Injectable()
export class JobRegistry implements OnModuleInit {
  private readonly types = new Map<string, RegisteredJobType>();

  constructor(private readonly declared: DeclarationScan) {}

  onModuleInit(): void {
    for (const { definition, method, call } of this.declared.methods(jobTypes))
      this.types.set(definition.type, {
        definition,
        schedule: defaultSchedules.of(method),
        run: handlerOf(definition, call as never),
      });
  }

  /** By name. */
  all(): RegisteredJobType[] {
    return [...this.types.values()].sort((a, b) => (a.definition.type < b.definition.type ? -1 : 1));
  }

  find(type: string): RegisteredJobType | undefined {
    return this.types.get(type);
  }
}

/** What only the program asks for has no caller. */
function handlerOf({ permission }: JobTypeDefinition, call: (...given: unknown[]) => Promise<unknown>) {
  const run: RegisteredJobType['run'] = (caller, input, attempt) =>
    permission === null ? call(input, attempt) : call(caller, input, attempt);
  return run;
}
