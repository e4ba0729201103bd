// The rules of ours that oxlint has no option for.
import { globSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

/** The present moment comes from Clock, not from `new Date()`. */
const noPresentMoment = {
  create: (context) => ({
    NewExpression(node) {
      if (node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0) {
        context.report({
          node,
          message: 'Take the time as an argument (`now: Date`), or from Clock of #libs/time.',
        });
      }
    },
  }),
};

/**
 * A table belongs to the lib or domain that declares its entity, and is named in no SQL but theirs: elsewhere a change of the table would break
 * what nobody looks at. It sees what is written out; a name that is put together at run time it does not.
 */
const ownTablesOnly = {
  create(context) {
    const folder = folderOf(relative(root, context.filename));
    const check = (node, text) => {
      for (const table of tablesNamedIn(text)) {
        const owner = ownerOf(table);
        if (owner !== undefined && owner !== folder)
          context.report({ node, message: `The table ${table} belongs to ${owner}: ask it there.` });
      }
    };
    return {
      Literal: (node) => typeof node.value === 'string' && check(node, node.value),
      TemplateLiteral: (node) => check(node, node.quasis.map(({ value }) => value.cooked).join(' ? ')),
    };
  },
};

/** In SQL, in front of a table, and not by chance in a sentence. What follows tells `join staff s on` from prose. */
const places = [
  String.raw`\b(?:insert into|delete from|from|cross join|vacuum|vacuum \(analyze\)|truncate|lock table)\s+TABLE`,
  String.raw`\bupdate\s+TABLE(?:\s+(?:as\s+)?[a-z_]+)?\s+set\b`,
  String.raw`\bjoin\s+TABLE(?:\s+(?:as\s+)?[a-z_]+)?\s+(?:on|using)\b`,
].map((place) => new RegExp(place.replace('TABLE', '(?:public[.]|bullmq[.])?"?([a-z_]+)"?'), 'g'));
/** A text without any of these is a sentence, even where it says "from staff". */
const verbs =
  /\b(?:select|insert into|delete from|join|vacuum|truncate|lock table|filter \(where)\b|\bupdate\s+\S+(?:\s+\S+)?\s+set\b|^\s*from\s/;

function tablesNamedIn(text) {
  if (!verbs.test(text)) return [];
  return new Set(places.flatMap((place) => [...text.matchAll(place)].map(([, table]) => table)));
}

let owners;

function ownerOf(table) {
  owners ??= new Map(
    globSync('{src,libs}/**/*.entity.ts', { cwd: root }).flatMap((path) =>
      [...readFileSync(`${root}/${path}`, 'utf8').matchAll(/tableName: '([a-z_]+)'/g)].map(([, each]) => [
        each,
        folderOf(path),
      ]),
    ),
  );
  return owners.get(table);
}

/** `src/bookings`, `libs/jobs`; of the files in src itself `src`. */
function folderOf(path) {
  return /^(?:src|libs)\/[^/]+(?=\/)/.exec(path)?.[0] ?? path.split('/')[0];
}

export default {
  meta: { name: 'product' },
  rules: { 'no-present-moment': noPresentMoment, 'own-tables-only': ownTablesOnly },
};
