import { encoderFolder, readEncoderFile } from './encoder-files.js';
import { MiniLm } from './mini-lm.js';
import { WordPieces } from './word-pieces.js';

const folder = encoderFolder();

describe.skipIf(!folder)('MiniLm', () => {
  let model: MiniLm;
  let pieces: WordPieces;
  beforeAll(() => {
    pieces = new WordPieces(JSON.parse(readEncoderFile(folder!, 'tokenizer').toString()));
    model = new MiniLm(readEncoderFile(folder!, 'manifest').toString(), readEncoderFile(folder!, 'weights'));
  });

  const embed = (...texts: string[]) => model.embed(texts.map((text) => pieces.numbersOf(text)));
  const nearness = (one: string, other: string) => {
    const [a, b] = embed(one, other);
    return a!.reduce((sum, value, at) => sum + value * b![at]!, 0);
  };

  // What TensorFlow.js 4.22 makes of the same graph on its plain back end: the cosines of the whole vectors are above 0.999999.
  it.each([
    ['This is an example sentence', [0.05293, 0.05084, 0.04794]],
    ['my tap is leaking since yesterday, can someone come tomorrow at 10?', [-0.10448, -0.01808, 0.10113]],
    ['ac ki gas khatam ho gayi hai, kal subah bhejo', [-0.09322, 0.08792, -0.00652]],
    ['मेरा एसी खराब है', [-0.02689, 0.04707, -0.00264]],
  ])('computes what the graph does: %j', (text, numbers) => {
    const [vector] = embed(text);
    numbers.forEach((value, at) => expect(Math.abs(vector![at]! - value)).toBeLessThan(2e-4));
  });

  it('makes vectors of length 1, near where the meaning is', () => {
    const [vector] = embed('my tap is leaking');
    expect(Math.hypot(...vector!)).toBeCloseTo(1, 5);
    const same = nearness('my tap is leaking', 'water drips from the faucet');
    expect(same).toBeGreaterThan(0.4);
    expect(same).toBeGreaterThan(3 * nearness('my tap is leaking', 'please cancel my booking'));
  });

  it('makes the same vector of a text in any company, to the last bit', () => {
    const long = 'the washing machine makes a noise and water stands on the floor '.repeat(12);
    const texts = ['x', 'my tap is leaking', long, 'cancel it', long.slice(7), 'thanks'];
    expect(embed(...texts)).toEqual(texts.flatMap((text) => embed(text)));
  });
});
