// What a race is, and what it is run on.
import type { Books } from './books.js';
import type { Callers } from './callers.js';
import type { Person, Scene } from './scene.js';

export interface RaceGround {
  scene: Scene;
  callers: Callers;
  /** Requests at once. */
  parallel: number;
  /** They race for what one of them can have. */
  crowd: readonly Person[];
  /** Who has no visit yet that could be in the way of another one, in each round others. */
  fresh(round: number): readonly Person[];
  /** A slot that no other race has had. */
  slot(): Scene['slots'][number];
}

export interface Race {
  name: string;
  /** Written before it while no process runs. */
  before?(books: Books): Promise<void>;
  /** All of it at once. @returns how many were told that they have won, and how many may be */
  round(index: number): Promise<{ won: number; atMost: number; atLeast: number }>;
  /** What the database says that must not be, in words. */
  wrong(books: Books): Promise<string[]>;
}
