import { array, assert, constantFrom, integer, property } from 'fast-check';
import { SocketStrangers } from './socket-strangers.js';

function scene() {
  const strangers = new SocketStrangers();
  const ended: string[] = [];
  const enter = (network: string, name: string) => strangers.enter(network, () => ended.push(name));
  const enterMany = (network: string, count: number) =>
    Array.from({ length: count }, (_, n) => enter(network, `${network}#${n}`));
  return { ended, enter, enterMany };
}

it('of one network the one goes that has said nothing for longest, and nobody of another', () => {
  const { ended, enter, enterMany } = scene();
  enter('b', 'other');
  enterMany('a', 20);
  expect(ended).toEqual([]);
  enterMany('a', 2);
  expect(ended).toEqual(['a#0', 'a#1']);
});

it('who has said who it is makes room, once', () => {
  const { ended, enter, enterMany } = scene();
  const [leave] = enterMany('a', 20);
  leave!();
  leave!();
  enter('a', 'next');
  expect(ended).toEqual([]);
  enter('a', 'one more');
  expect(ended).toEqual(['a#1']);
});

it('in all the most crowded network makes room for a newcomer', () => {
  const { ended, enter, enterMany } = scene();
  for (let n = 0; n < 49; n++) enterMany(`crowd ${n}`, 20);
  for (let n = 0; n < 20; n++) enter(`alone ${n}`, `alone ${n}`);
  expect(ended).toEqual([]);
  for (let n = 0; n < 100; n++) enter(`newcomer ${n}`, `newcomer ${n}`);
  expect(ended).toHaveLength(100);
  expect(ended.filter((name) => !name.startsWith('crowd'))).toEqual([]);
});

it('never keeps more than it may, whoever comes and goes', () => {
  const steps = array(constantFrom('enter', 'leave', 'leave again'), { maxLength: 200 });
  assert(
    property(steps, integer({ min: 1, max: 3 }), (story, networks) => {
      const strangers = new SocketStrangers();
      const inside = new Map<number, { network: string; leave: () => void }>();
      const gone: (() => void)[] = [];
      for (const [n, step] of story.entries()) {
        const network = String(n % networks);
        if (step === 'enter')
          inside.set(n, { network, leave: strangers.enter(network, () => inside.delete(n)) });
        else if (step === 'leave again') gone[0]?.();
        else
          for (const [key, { leave }] of [...inside].slice(0, 1)) {
            leave();
            gone.push(leave);
            inside.delete(key);
          }
        const ofNetwork = [...inside.values()].filter((each) => each.network === network);
        expect(ofNetwork.length).toBeLessThanOrEqual(20);
      }
    }),
  );
});
