import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { MikroORM, type EntityManager } from '@mikro-orm/core';
import { passwordMatches } from '#libs/passwords';
import { embeddedDatabase } from '../../ormconfig.js';
import { openEmbedded } from '#libs/orm';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { Staff } from '../../src/staff/staff.entity.js';
import { newDataDirectory } from '../support/data-directory.js';

const directory = newDataDirectory();
afterAll(() => directory.remove());

/** The built command as a process of its own, on an embedded database. */
async function createAdmin(words: string[], input = '') {
  const child = spawn(process.execPath, ['dist/src/staff/cli.js', 'create-admin', ...words], {
    env: { DATA_DIR: directory.path },
  });
  child.stdin.end(input);
  const code = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { stdout: await text(child.stdout), stderr: await text(child.stderr), code: await code };
}

async function stored() {
  const database = embeddedDatabase(await openEmbedded(directory.path, 10_000));
  const orm = await MikroORM.init(database.options);
  const em: EntityManager = orm.em.fork();
  const staff = await em.findAll(Staff, { orderBy: { id: 'asc' } });
  const audited = await em.find(AuditEntry, { action: 'staff.created' });
  await orm.close();
  await database.close();
  return { staff, audited };
}

it('lets the first one in to a new installation, with a password that is shown once or piped in', async () => {
  const first = await createAdmin(['Boss@Desk.example', 'The Boss']);
  expect([first.code, first.stderr]).toEqual([0, '']);
  const shown = /shown this once: (\S+)/.exec(first.stdout)![1]!;
  const piped = await createAdmin(['two@desk.example', 'Two', '--password-stdin'], 'correct horse 42\n');
  expect([piped.code, piped.stdout]).toEqual([0, 'two@desk.example may sign in and do everything.\n']);

  const { staff, audited } = await stored();
  expect(staff.map(({ email, role, status }) => [email, role, status])).toEqual([
    ['boss@desk.example', 'super_admin', 'active'],
    ['two@desk.example', 'super_admin', 'active'],
  ]);
  expect(await passwordMatches(staff[0]!.passwordHash!, shown)).toBe(true);
  expect(await passwordMatches(staff[1]!.passwordHash!, 'correct horse 42')).toBe(true);
  expect(audited.map(({ actorKind, objectId }) => [actorKind, objectId])).toEqual(
    staff.map(({ id }) => ['system', id]),
  );
});

it.each([
  [['boss@desk.example', 'Again'], '', 'ALREADY_REGISTERED'],
  [['short@desk.example', 'Short', '--password-stdin'], 'short', 'password'],
  [['nobody', 'No Address'], '', 'email'],
])('says what is wrong with %j', async (words, input, reason) => {
  const { code, stdout, stderr } = await createAdmin(words, input);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain(reason);
  expect(stderr).not.toContain('    at ');
});

it.each([[['missing-name@desk.example']], [['x@desk.example', 'X', '--role=viewer']]])(
  'does nothing with %j, which it does not take',
  async (words) => {
    const { code, stdout, stderr } = await createAdmin(words, '');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--help');
  },
);
