import { Injectable, type Provider } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Declaration, DeclarationScan, DeclarationsModule } from './index.js';

const greetings = new Declaration<{ name: string }>('greetings', ({ name }) => name);
const voices = new Declaration<number>('voices');
const Greets = (name: string) => greetings.onMethod<() => string>({ name });
const Sings = (volume: number) => voices.onClass<object>(volume);

@Sings(3)
@Injectable()
class Polite {
  private readonly whom = 'Asha';
  @Greets('morning')
  morning() {
    return `Good morning, ${this.whom}`;
  }
  silent() {
    return 'nothing';
  }
}

@Sings(3)
@Injectable()
class Rude {
  @Greets('morning')
  morning() {
    return 'What?';
  }
}

async function scanOf(...providers: Provider[]): Promise<DeclarationScan> {
  const made = await Test.createTestingModule({ imports: [DeclarationsModule], providers }).compile();
  return made.get(DeclarationScan);
}

it('finds what was declared, bound to whom it belongs to, and nothing else', async () => {
  const scan = await scanOf(Polite);
  expect(scan.methods(greetings).map(({ definition, call }) => [definition.name, call()])).toEqual([
    ['morning', 'Good morning, Asha'],
  ]);
  expect(scan.providers(voices)).toEqual([{ definition: 3, instance: expect.any(Polite) }]);
});

it('takes a provider under two tokens for one', async () => {
  const scan = await scanOf(Polite, { provide: 'alias', useExisting: Polite });
  expect([scan.methods(greetings), scan.providers(voices)]).toMatchObject([{ length: 1 }, { length: 1 }]);
});

it('refuses two of one name, where they have names', async () => {
  const scan = await scanOf(Polite, Rude);
  expect(() => scan.methods(greetings)).toThrow('Two greetings are named morning.');
  expect(scan.providers(voices)).toHaveLength(2);
});
