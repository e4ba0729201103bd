// What is held about a person lies in many domains. Each declares beside itself how its part is shown and how it is erased, so that
// whoever answers for the whole need not know them.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { DeclarationScan } from '#libs/discovery';
import {
  personalDataSources,
  type OpenCommitment,
  type PersonalDataSource,
  type PersonalSubject,
} from './personal-data.source.js';

@Injectable()
export class PersonalData implements OnModuleInit {
  /** By name, in the order of the names. */
  private sources: [name: string, source: PersonalDataSource][] = [];

  constructor(private readonly declared: DeclarationScan) {}

  onModuleInit(): void {
    this.sources = this.declared
      .providers(personalDataSources)
      .map(({ definition, instance }): [string, PersonalDataSource] => [
        definition,
        instance as PersonalDataSource,
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Everything held about the person, by the names of the sources. */
  async export(em: EntityManager, person: string): Promise<Record<string, unknown>> {
    const parts: Record<string, unknown> = {};
    for (const [name, source] of this.sources) parts[name] = await source.export(em, person);
    return parts;
  }

  /** To be called in a transaction: all of it goes, or nothing. */
  async erase(em: EntityManager, person: string): Promise<void> {
    const theirs: PersonalSubject[] = [];
    for (const [, source] of this.sources) theirs.push(...((await source.subjects?.(em, person)) ?? []));
    for (const [, source] of this.sources) await source.erase(em, person, theirs);
  }

  /** What keeps the account from being closed now; empty when nothing does. */
  async commitments(em: EntityManager, person: string): Promise<OpenCommitment[]> {
    const all: OpenCommitment[] = [];
    for (const [, source] of this.sources) all.push(...((await source.commitments?.(em, person)) ?? []));
    return all;
  }
}
