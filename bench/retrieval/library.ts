// Pieces as the program searches them, without its database.
import {
  ByteVectors,
  glossOf,
  HashedEmbedder,
  PassageIndex,
  sentencesOf,
  sentenceText,
  type FoundPassage,
  type SearchQuestion,
  type SentenceEncoder,
} from '#libs/nlu';
import { groundingOf, groundingSigns, type GroundingSigns } from '../../src/knowledge/answers/grounding.js';

export interface BenchPiece {
  /** What it belongs to: the page of a handbook, or its own id. */
  page: string;
  heading: string;
  text: string;
}

const together = 32;
const shown = 10;

export class BenchLibrary {
  private constructor(
    private readonly pieces: readonly BenchPiece[],
    private readonly index: PassageIndex,
    private readonly embedder: HashedEmbedder,
    private readonly encoder: SentenceEncoder | null,
  ) {}

  static async of(pieces: readonly BenchPiece[], encoder: SentenceEncoder | null): Promise<BenchLibrary> {
    const wholes = pieces.map(wholeOf);
    const embedder = HashedEmbedder.fit(wholes);
    const sentences = pieces.map(({ heading, text }) =>
      sentencesOf(text).map((each) => sentenceText(heading, each)),
    );
    const meanings = encoder ? await embedded(encoder, wholes) : [];
    const flat = encoder ? await embedded(encoder, sentences.flat()) : [];
    let next = 0;
    const index = new PassageIndex(
      pieces.map(({ heading, text }, at) => ({
        heading,
        text,
        likeness: embedder.embed(wholes[at]!),
        meaning: meanings[at] ?? null,
        sentenceMeanings: encoder
          ? ByteVectors.of(flat.slice(next, (next += sentences[at]!.length)), encoder.dimensions)
          : null,
      })),
    );
    return new BenchLibrary(pieces, index, embedder, encoder);
  }

  /** With vectors as long as those of the encoder, which say nothing. */
  static ofChance(pieces: readonly BenchPiece[], embedder: HashedEmbedder): BenchLibrary {
    const meaning = new Float32Array(384).fill(1 / Math.sqrt(384));
    const likeness = new Map<string, Float32Array>();
    const index = new PassageIndex(
      pieces.map(({ heading, text }) => {
        const known = likeness.get(text) ?? embedder.embed(text);
        likeness.set(text, known);
        const sentences = sentencesOf(text).map(() => meaning);
        return { heading, text, likeness: known, meaning, sentenceMeanings: ByteVectors.of(sentences, 384) };
      }),
    );
    return new BenchLibrary(pieces, index, embedder, null);
  }

  async rank(question: string): Promise<number[]> {
    return (await this.find(question)).found.map(({ at }) => at);
  }

  rankByChance(text: string): FoundPassage[] {
    const meaning = new Float32Array(384).fill(1 / Math.sqrt(384));
    return this.index.search({ text, likeness: this.embedder.embed(text), meaning }, () => true, shown);
  }

  async signs(question: string): Promise<GroundingSigns | null> {
    const { asked, found } = await this.find(question);
    return groundingSigns(asked.text, found, found.map(({ at }) => wholeOf(this.pieces[at]!)), this.index); // prettier-ignore
  }

  async grounding(question: string): Promise<number> {
    const signs = await this.signs(question);
    return signs ? groundingOf(signs) : 0;
  }

  private async find(question: string): Promise<{ asked: SearchQuestion; found: FoundPassage[] }> {
    const text = glossOf(question);
    const [meaning = null] = this.encoder ? await this.encoder.embed([text]) : [];
    const asked = { text, likeness: this.embedder.embed(text), meaning };
    return { asked, found: this.index.search(asked, () => true, shown) };
  }
}

function wholeOf({ heading, text }: BenchPiece): string {
  return `${heading}\n${text}`;
}

async function embedded(encoder: SentenceEncoder, texts: readonly string[]): Promise<Float32Array[]> {
  const all: Float32Array[] = [];
  for (let at = 0; at < texts.length; at += together)
    all.push(...(await encoder.embed(texts.slice(at, at + together))));
  return all;
}
