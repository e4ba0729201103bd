// Which types of jobs there are. Domains declare them beside themselves; whoever runs and shows jobs knows none of the domains.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
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

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    for (const { instance } of this.discovery.getProviders()) {
      if (!instance || typeof instance !== 'object') continue;
      for (const key of this.scanner.getAllMethodNames(Object.getPrototypeOf(instance))) {
        const method = (instance as Record<string, unknown>)[key];
        const definition =
          typeof method === 'function' &&
          (Reflect.getMetadata(JOB_TYPE, method) as JobTypeDefinition | undefined);
        if (!definition) continue;
        this.register({
          definition,
          schedule: Reflect.getMetadata(RUNS_REGULARLY, method as object) as DefaultSchedule | undefined,
          run: (method as RegisteredJobType['run']).bind(instance),
        });
      }
    }
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
