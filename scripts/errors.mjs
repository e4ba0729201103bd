// `npm run errors -- --write | --check`: writes src/problems/problem-codes.json from what the code declares (classes that extend DomainError,
// `new NotFound(…)`, and the table of libs/http), and docs/errors.md from it and src/problems/problem-remedies.ts; or fails when they differ.
import { readFile, writeFile } from 'node:fs/promises';
import { globSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';
import { readCommand } from '../dist/libs/command/index.js';
import { ownProblems, problemTitle, statusOfKind } from '../dist/libs/http/index.js';
import { commandLines } from '../dist/src/command-lines.js';
import { remediesByCode, remedyFor } from '../dist/src/problems/problem-remedies.js';

const root = new URL('../', import.meta.url);
const listFile = new URL('src/problems/problem-codes.json', root);
const documentFile = new URL('docs/errors.md', root);

async function main({ options }) {
  const problems = collected();
  const unknown = Object.keys(remediesByCode).filter((code) => !problems.has(code));
  if (unknown.length > 0) throw new Error(`Remedies of codes that nothing answers: ${unknown.join(', ')}`);
  const sorted = [...problems.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
  await settle(options, listFile, await pretty(JSON.stringify(sorted), 'json'));
  await settle(options, documentFile, await pretty(documentText(sorted), 'markdown'));
}

async function settle({ write }, file, text) {
  if (write) return writeFile(file, text);
  if ((await readFile(file, 'utf8').catch(() => '')) === text) return;
  process.stderr.write(`${file.pathname} differs from the code: npm run errors -- --write\n`);
  process.exitCode = 1;
}

/** By code: its statuses and its first sentence. */
function collected() {
  const found = new Map();
  const add = (code, status, meaning) => {
    const known = found.get(code) ?? { code, statuses: [], meaning };
    if (!known.statuses.includes(status)) known.statuses.push(status);
    found.set(code, known);
  };
  for (const { code, status, detail } of ownProblems()) add(code, status, detail);
  for (const file of globSync('{libs,src}/**/*.ts', { cwd: root.pathname }).sort())
    if (!file.endsWith('.spec.ts')) read(file, ts.sys.readFile(new URL(file, root).pathname), add);
  for (const problem of found.values()) problem.statuses.sort();
  return found;
}

function read(file, text, add) {
  if (!/DomainError|NotFound|refusal\('/.test(text)) return;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const visit = (node, owner) => {
    const inside =
      ts.isClassDeclaration(node) && /^(?:DomainError|NotFound)$/.test(parentOf(node)) ? node : owner;
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword && owner)
      if (parentOf(owner) === 'NotFound') missing(file, node.arguments, add);
      else declare(file, node.arguments, owner, add);
    // What the registry of tools refuses by itself: with a code, a kind and a sentence, as a DomainError.
    if (ts.isCallExpression(node) && node.expression.getText() === 'refusal' && node.arguments.length >= 3)
      declare(file, node.arguments, undefined, add);
    if (ts.isNewExpression(node) && node.expression.getText() === 'DomainError')
      declare(file, node.arguments, undefined, add);
    if (ts.isNewExpression(node) && node.expression.getText() === 'NotFound')
      missing(file, node.arguments, add);
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(source, undefined);
}

function parentOf(classNode) {
  return classNode.heritageClauses?.[0]?.types[0]?.expression.getText() ?? '';
}

/** As NotFound itself makes its code. */
function missing(file, [what], add) {
  const name = literal(file, what);
  add(`${name.toUpperCase().replaceAll(' ', '_')}_NOT_FOUND`, 404, `${name} not found.`);
}

function declare(file, [code, kind, detail], owner, add) {
  // NotFound makes its code of what was not found.
  if (owner?.name.text === 'NotFound') return;
  // What somebody else has refused, passed on: neither is of this place.
  if (!ts.isStringLiteralLike(code) && !ts.isStringLiteralLike(kind)) return;
  const status = statusOfKind[literal(file, kind)];
  for (const [name, own] of codesOf(file, code, owner))
    add(name, status, sentence(own ?? detail, owner) ?? `${problemTitle(name)}.`);
}

/** A code that is written out; or those of a parameter whose type names them, with the sentence of each where a table has it. */
function codesOf(file, node, owner) {
  if (!owner || ts.isStringLiteralLike(node)) return [[literal(file, node)]];
  const parameters = owner.members
    .filter(ts.isConstructorDeclaration)
    .flatMap((each) => [...each.parameters]);
  const type = parameters.find(({ name }) => name.getText() === node.getText())?.type;
  if (type && ts.isUnionTypeNode(type)) return type.types.map((each) => [literal(file, each.literal)]);
  const table = type && ts.isTypeOperatorNode(type) && tableOf(owner.getSourceFile(), type.type.exprName);
  if (table) return table.properties.map((each) => [each.name.text, each.initializer]);
  return [[literal(file, node)]];
}

/** The object that `name` stands for at the top of the file. */
function tableOf(source, name) {
  const declared = source.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations]);
  return declared.find((each) => each.name.getText() === name?.getText())?.initializer;
}

function literal(file, node) {
  if (node && ts.isStringLiteralLike(node)) return node.text;
  throw new Error(`${file}: the code of a problem must be written out, not ${node?.getText()}.`);
}

/** What it says to a person; what differs from case to case as `…`. Where it is made elsewhere, what the class says of itself. */
function sentence(node, owner) {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map((span) => `…${span.literal.text}`).join('');
  const comment = owner && ts.getJSDocCommentsAndTags(owner).map((doc) => doc.comment)[0];
  return typeof comment === 'string' ? comment : undefined;
}

function documentText(problems) {
  const rows = problems.map(
    ({ code, statuses, meaning }) =>
      `| \`${code}\` | ${statuses.join(', ')} | ${meaning} | ${remedyFor(code, statuses[0])} |`,
  );
  return [
    '<!-- Generated by `npm run errors -- --write` -->',
    '# Errors',
    'Everything that goes wrong is answered with a problem document (RFC 9457, `application/problem+json`). Programs go by `code`, which is stable; `detail` is one sentence for a person; `type` is where the code is explained: `GET /api/v1/problems/{code}`. What cannot be what it should be is a 400; what is well-formed, but not offered or allowed here, a 422; what the state of things stands against, a 409.',
    ['| code | status | what it means | what to do |', '| --- | --- | --- | --- |', ...rows].join('\n'),
  ].join('\n\n');
}

async function pretty(text, parser) {
  return format(text, { ...(await resolveConfig(listFile)), parser });
}

await main(readCommand(commandLines.errors));
