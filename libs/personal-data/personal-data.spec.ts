import { Injectable, type Provider } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { Test } from '@nestjs/testing';
import { HoldsPersonalData, PersonalData, PersonalDataModule, type PersonalDataSource } from './index.js';

const em = {} as EntityManager;
const erased: string[] = [];

@HoldsPersonalData('letters')
@Injectable()
class Letters implements PersonalDataSource {
  async export(_: EntityManager, person: string) {
    return [`letter to ${person}`];
  }
  async erase(_: EntityManager, person: string) {
    erased.push(`letters of ${person}`);
  }
  async commitments(_: EntityManager, person: string) {
    return [{ type: 'letter', id: '1', reference: person }];
  }
}

@HoldsPersonalData('drawings')
@Injectable()
class Drawings implements PersonalDataSource {
  async export() {
    return [];
  }
  async erase(_: EntityManager, person: string) {
    erased.push(`drawings of ${person}`);
  }
}

@HoldsPersonalData('letters')
@Injectable()
class MoreLetters extends Letters {}

async function registryOf(...providers: Provider[]): Promise<PersonalData> {
  const made = await Test.createTestingModule({ imports: [PersonalDataModule], providers }).compile();
  return (await made.init()).get(PersonalData);
}

describe('personal data', () => {
  it('is what every domain holds, each under its name', async () => {
    const registry = await registryOf(Letters, Drawings);
    const parts = await registry.export(em, 'asha');
    expect(JSON.stringify(parts)).toBe('{"drawings":[],"letters":["letter to asha"]}');
  });

  it('is erased in every domain', async () => {
    const registry = await registryOf(Letters, Drawings);
    await registry.erase(em, 'asha');
    expect(erased.splice(0)).toEqual(['drawings of asha', 'letters of asha']);
  });

  it('may come with something under way', async () => {
    const registry = await registryOf(Letters, Drawings);
    expect(await registry.commitments(em, 'asha')).toEqual([{ type: 'letter', id: '1', reference: 'asha' }]);
  });

  it('never hides one domain behind another', async () => {
    await expect(registryOf(Letters, MoreLetters)).rejects.toThrow(
      'Two sources of personal data are named letters.',
    );
  });
});
