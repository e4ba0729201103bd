// The conversations of the evaluation are told apart by their titles, and every one says what must stand in the database at the end.
import { readFileSync } from 'node:fs';
import { dialogueFiles, dialoguesIn } from '../test/conversations/script.js';

const files = ['eval/conversations', 'eval/fresh', 'eval/unseen'].flatMap((directory) =>
  dialogueFiles(directory).map((file) => [directory, file] as const),
);

it.each(files)('%s/%s', (directory, file) => {
  const dialogues = dialoguesIn(directory, file);
  const titles = dialogues.map(({ title }) => title);
  expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([]);
  expect(dialogues.filter(({ turns }) => turns.length === 0)).toEqual([]);
  const blocks = readFileSync(`${directory}/${file}`, 'utf8').split(/^== /m).slice(1);
  expect(blocks.filter((block) => !/^=> /m.test(block))).toEqual([]);
});
