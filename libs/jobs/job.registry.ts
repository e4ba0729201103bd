// Which types of jobs there are. Domains declare them beside themselves; whoever runs and shows jobs knows none of the domains.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeclaredMethods } from '#libs/discovery';
import {
  JOB_TYPE,
  RUNS_REGULARLY,
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

  constructor(private readonly declared: DeclaredMethods) {}

  onModuleInit(): void {
    for (const { definition, method, call } of this.declared.with<JobTypeDefinition>(JOB_TYPE))
      this.register({
        definition,
        schedule: Reflect.getMetadata(RUNS_REGULARLY, method) as DefaultSchedule | undefined,
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

  private register(type: RegisteredJobType): void {
    const { type: name } = type.definition;
    if (this.types.has(name)) throw new Error(`Two job types are named ${name}.`);
    this.types.set(name, type);
  }
}

/** What only the program asks for has no caller. */
function handlerOf({ permission }: JobTypeDefinition, call: (...given: unknown[]) => Promise<unknown>) {
  const run: RegisteredJobType['run'] = (caller, input, attempt) =>
    permission === null ? call(input, attempt) : call(caller, input, attempt);
  return run;
}
