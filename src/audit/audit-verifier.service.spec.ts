// The log as somebody would tamper with it who rules over the database: the triggers that refuse changes are off.
import { Logger } from '@nestjs/common';
import { MikroORM, RequestContext } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import * as fc from 'fast-check';
import type { OpenDatabase } from '#libs/orm';
import { SecretBox } from '#libs/secrets';
import { FixedClock } from '#libs/time';
import { freshDatabase } from '../../test/support/database.js';
import { standardNow } from '../../test/support/app.js';
import type { Actor } from '../access/actor.js';
import { AuditCheckpointsService } from './audit-checkpoints.service.js';
import { AuditEntry } from './audit-entry.entity.js';
import { AuditService } from './audit.service.js';
import { AuditVerifierService } from './audit-verifier.service.js';
import { hashOf, type ChainedRow } from './chain.hash.js';
import { PersonKeys } from './person-keys.js';

const size = 12;
const staff: Actor = { kind: 'staff', id: 'a0000000-0000-7000-8000-000000000001', permissions: new Set() };

let database: OpenDatabase;
let orm: MikroORM;
let sql: SqlEntityManager;
let audit: AuditService;
let checkpoints: AuditCheckpointsService;
let verifier: AuditVerifierService;
let ids: string[];

beforeAll(async () => {
  Logger.overrideLogger(false);
  database = await freshDatabase();
  orm = await MikroORM.init(database.options);
  sql = orm.em.fork() as SqlEntityManager;
  const em = orm.em as SqlEntityManager;
  const [box, clock] = [new SecretBox('s'.repeat(32)), new FixedClock(standardNow)];
  audit = new AuditService(em, new PersonKeys(em, box), clock);
  checkpoints = new AuditCheckpointsService(em, box, clock);
  verifier = new AuditVerifierService(em, checkpoints);
  await writeChain();
});
afterAll(async () => {
  await orm.close();
  await database.close();
});

/** Entries of every shape, two and more in a transaction; checkpoints after the fourth and the last. */
async function writeChain(): Promise<void> {
  const texts = fc.sample(fc.string({ unit: 'grapheme', maxLength: 40 }), { numRuns: size, seed: 7 });
  for (const count of [1, 3, 2, 6]) {
    await committed(async () => {
      for (let i = 0; i < count; i++) {
        const text = texts.pop()!;
        const person = i % 2 === 0 ? undefined : 'b0000000-0000-7000-8000-00000000000a';
        const change =
          i % 3 === 0 ? {} : { before: { text, level: 1.5 }, after: { état: text, level: 1e21 } };
        const actor = i % 2 === 0 ? { ...staff, sessionId: 's', apiKeyId: 'k', onBehalfOf: 'c' } : staff;
        await audit.record(actor, {
          action: 'role.changed',
          object: { type: 'role', id: 'x' },
          person,
          ...change,
        });
      }
    });
    if (count === 3) await checkpoints.write();
  }
  await checkpoints.write();
  await sql.execute('create table kept_entries as select * from audit_entries order by seq');
  await sql.execute('create table kept_chain as select * from audit_chain');
  await sql.execute('create table kept_checkpoints as select * from audit_checkpoints');
  await triggers('disable');
  const rows = await sql.execute<{ id: string }[]>('select id::text as id from audit_entries order by seq');
  ids = rows.map(({ id }) => id);
}

async function triggers(verb: 'enable' | 'disable'): Promise<void> {
  for (const table of ['audit_entries', 'audit_checkpoints'])
    await sql.execute(`alter table ${table} ${verb} trigger user`);
}

function committed(work: () => Promise<void>): Promise<void> {
  return RequestContext.create(orm.em, () => orm.em.transactional(work));
}

async function restore(): Promise<void> {
  for (const name of ['entries', 'chain', 'checkpoints']) {
    await sql.execute(`delete from audit_${name}`);
    await sql.execute(`insert into audit_${name} select * from kept_${name}`);
  }
}

/** What is found after `damage`, which is then undone. */
async function after(damage: string | readonly string[], expected?: { seq: number; hash: string }) {
  try {
    for (const statement of [damage].flat()) await sql.execute(statement);
    return await verifier.verify(expected ?? null);
  } finally {
    await restore();
  }
}

const place = fc.integer({ min: 1, max: size });
const property = (runs: number, ...args: any[]) =>
  fc.assert((fc.asyncProperty as any)(...args), { numRuns: runs, endOnFailure: true });

it('finds nothing in an untouched log', async () => {
  expect(await verifier.verify()).toMatchObject({
    intact: true,
    broken: null,
    entries: size,
    checkpoints: 2,
  });
  await restore();
  expect(await verifier.verify()).toMatchObject({ intact: true, entries: size });
});

it('hashes every column', () => {
  const columns = orm.getMetadata(AuditEntry).props.flatMap(({ fieldNames }) => fieldNames);
  const row = Object.fromEntries(columns.map((column) => [column, 'x'])) as unknown as ChainedRow;
  for (const column of columns.filter((each) => each !== 'hash'))
    expect([column, hashOf({ ...row, [column]: 'y' })]).not.toEqual([column, hashOf(row)]);
});

/** By column, what to change it to. */
const edits = {
  id: ['gen_random_uuid()'],
  at: [`at + interval '1 microsecond'`, `'9999-12-31'`],
  actor_kind: [`'agent'`, `actor_kind || ' '`, `''`],
  actor_id: [`actor_id || 'x'`],
  on_behalf_of: [`coalesce(on_behalf_of || 'x', '')`],
  session_id: [`coalesce(session_id || 'x', '')`],
  api_key_id: [`coalesce(api_key_id || 'x', '')`],
  action: [`'role.deleted'`, `action || object_type`],
  object_type: [`'staff'`],
  object_id: [`'y'`],
  before: [`coalesce(before, '{}') || '{"level": 1.50}'`, `'null'`],
  after: [`coalesce(after, '{}') || '{"x": 1}'`],
  person: [`coalesce(person || 'x', '')`],
  sealed: [`sealed || '\\x00'`, 'null', `''`],
  address: [`coalesce(address || 'x', '')`],
  correlation_id: [`coalesce(correlation_id || 'x', '')`],
  created_at: [`created_at + interval '1 day'`],
  updated_at: [`'-infinity'`],
  prev_hash: [`sha256(prev_hash)`, 'null'],
  hash: [`sha256(hash)`, 'null', `hash || hash`],
};

it('names an entry of which any column was changed', async () => {
  const edit = fc.constantFrom(
    ...Object.entries(edits).flatMap(([name, to]) => to.map((each) => [name, each])),
  );
  await property(150, place, edit, async (seq: number, [column, value]: [string, string]) => {
    expect(
      (await after(`update audit_entries set "${column}" = ${value} where seq = ${seq}`)).broken,
    ).toMatchObject({
      seq,
      fault: 'changed',
    });
  });
});

it('covers every column with such a change', () => {
  const columns = orm.getMetadata(AuditEntry).props.flatMap(({ fieldNames }) => fieldNames);
  expect([...Object.keys(edits), 'seq'].sort()).toEqual(columns.sort());
});

it('names an entry that has lost its place', async () => {
  const places = fc.constantFrom('null', '0', '-3', '1000', '9223372036854775807');
  await property(30, place, places, async (seq: number, elsewhere: string) => {
    const { intact, broken } = await after(`update audit_entries set seq = ${elsewhere} where seq = ${seq}`);
    expect(intact).toBe(false);
    expect(broken!.seq === seq || broken!.id === ids[seq - 1]).toBe(true);
  });
});

it('names an entry that was changed together with its hash', async () => {
  await property(24, place, async (seq: number) => {
    const { broken } = await after([
      `update audit_entries set action = 'nothing.happened' where seq = ${seq}`,
      `update audit_entries e set hash = audit_hash(e, e.seq, e.prev_hash) where seq = ${seq}`,
    ]);
    expect(broken).toMatchObject({ seq, id: ids[seq - 1] });
  });
});

it('names the first entry that is gone', async () => {
  await property(20, place, place, async (a: number, b: number) => {
    const [from, to] = [Math.min(a, b), Math.max(a, b)];
    const { broken } = await after(`delete from audit_entries where seq between ${from} and ${to}`);
    expect(broken).toMatchObject({ seq: from, id: null, fault: to === size ? 'cut_off' : 'missing' });
  });
});

it('names the place of an entry that is gone when the others have closed up', async () => {
  await property(20, fc.integer({ min: 1, max: size - 1 }), async (seq: number) => {
    const { broken } = await after([
      `delete from audit_entries where seq = ${seq}`,
      `update audit_entries set seq = -seq where seq > ${seq}`,
      `update audit_entries set seq = -seq - 1 where seq < 0`,
    ]);
    expect(broken).toMatchObject({ seq });
  });
});

it('names an entry that was put in, with a hash that fits or without', async () => {
  const isFitting = fc.boolean();
  await property(30, fc.integer({ min: 1, max: size + 1 }), isFitting, async (seq: number, fits: boolean) => {
    const { broken } = await after([
      `update audit_entries set seq = -seq where seq >= ${seq}`,
      `update audit_entries set seq = -seq + 1 where seq < 0`,
      `insert into audit_entries (id, seq, prev_hash, hash, at, actor_kind, actor_id, action, object_type, object_id)
       select gen_random_uuid(), ${seq}, coalesce((select hash from audit_entries where seq = ${seq} - 1), decode(repeat('00', 32), 'hex')),
         hash, at, 'staff', 'x', 'x.done', 'x', 'x' from kept_entries where seq = 1`,
      ...(fits
        ? [`update audit_entries e set hash = audit_hash(e, e.seq, e.prev_hash) where seq = ${seq}`]
        : []),
    ]);
    expect(broken).toMatchObject({ seq });
  });
});

it('names the first of two entries that have changed places', async () => {
  await property(20, place, place, async (a: number, b: number) => {
    fc.pre(a !== b);
    const { broken } = await after([
      `update audit_entries set seq = -${a} where seq = ${a}`,
      `update audit_entries set seq = ${a} where seq = ${b}`,
      `update audit_entries set seq = ${b} where seq = -${a}`,
    ]);
    expect(broken).toMatchObject({ seq: Math.min(a, b) });
  });
});

it('sees an end that was cut off although the record of the end was put back', async () => {
  await property(12, fc.integer({ min: 0, max: size - 1 }), async (last: number) => {
    const { broken } = await after([
      `update audit_chain set seq = ${last},
        hash = coalesce((select hash from audit_entries where seq = ${last}), decode(repeat('00', 32), 'hex'))`,
      `delete from audit_entries where seq > ${last}`,
    ]);
    expect(broken).toMatchObject({ seq: last + 1, fault: 'cut_off' });
  });
});

it.each([
  ['update audit_chain set hash = sha256(hash)', size],
  ['update audit_chain set seq = seq + 1', size + 1],
  ['update audit_chain set seq = seq - 1', size - 1],
  ['delete from audit_chain', null],
])('sees that the record of the end was changed: %s', async (damage, seq) => {
  const { intact, broken } = await after(damage);
  expect(intact).toBe(false);
  expect(broken!.seq).toBe(seq);
});

/** All hashes anew from an entry on, as only who rules over the database can. */
const rewrittenFrom = (seq: number) => [
  `update audit_entries set action = 'nothing.happened' where seq = ${seq}`,
  `do $$ declare e audit_entries%rowtype; last bytea; begin
    last := coalesce((select hash from audit_entries where seq = ${seq} - 1), decode(repeat('00', 32), 'hex'));
    for e in select * from audit_entries where seq >= ${seq} order by seq loop
      update audit_entries set prev_hash = last, hash = audit_hash(e, e.seq, last) where seq = e.seq;
      last := audit_hash(e, e.seq, last);
    end loop;
    update audit_chain set hash = last;
  end $$`,
];

it('sees by the next checkpoint that the chain was rewritten, hash by hash', async () => {
  await property(12, place, async (seq: number) => {
    const { broken } = await after(rewrittenFrom(seq));
    expect(broken).toMatchObject({ seq: seq <= 4 ? 4 : size, fault: 'rewritten' });
  });
});

it('sees a checkpoint that was made by somebody else', async () => {
  for (const change of [
    `signature = repeat('0', 64)`,
    `at = at + interval '1 microsecond'`,
    'hash = sha256(hash)',
  ]) {
    const { broken } = await after(`update audit_checkpoints set ${change} where seq = 4`);
    expect(broken).toMatchObject({ seq: 4, fault: 'checkpoint_forged' });
  }
  expect((await after(`update audit_checkpoints set seq = 3 where seq = 4`)).broken).toMatchObject({
    seq: 3,
  });
  expect((await after(`update audit_checkpoints set seq = -4 where seq = 4`)).intact).toBe(false);
});

it('sees with a checkpoint from the log what no checkpoint in the database shows', async () => {
  const { head } = await verifier.verify();
  const withoutCheckpoints = ['delete from audit_checkpoints'];
  expect(await after([...withoutCheckpoints, ...rewrittenFrom(9)])).toMatchObject({ intact: true });
  expect((await after([...withoutCheckpoints, ...rewrittenFrom(9)], head)).broken).toMatchObject({
    seq: size,
    fault: 'rewritten',
  });
  const putBack = [
    'delete from audit_entries where seq > 7',
    'update audit_chain set seq = 7, hash = (select hash from audit_entries where seq = 7)',
  ];
  expect(await after([...withoutCheckpoints, ...putBack])).toMatchObject({ intact: true });
  expect((await after([...withoutCheckpoints, ...putBack], head)).broken).toMatchObject({
    seq: 8,
    fault: 'cut_off',
  });
  expect(await verifier.verify(head)).toMatchObject({ intact: true });
});

describe('with the triggers on', () => {
  beforeAll(() => triggers('enable'));

  it.each([
    `update audit_entries set action = 'x' where seq = 3`,
    'update audit_entries set hash = sha256(hash)',
    'delete from audit_entries where seq = 3',
    'truncate audit_entries',
    'delete from audit_checkpoints',
    'update audit_checkpoints set at = now()',
    'truncate audit_checkpoints',
  ])('the database refuses: %s', async (damage) => {
    await expect(sql.execute(damage)).rejects.toThrow('can only be added to');
  });

  it.each([
    'delete from audit_person_keys',
    'truncate audit_person_keys',
    `update audit_person_keys set person = 'x'`,
    `update audit_person_keys set sealed_key = '\\x00'`,
    `update audit_person_keys set sealed_key = null, created_at = now() + interval '1 day'`,
  ])('the database refuses: %s', async (damage) => {
    await expect(sql.execute(damage)).rejects.toThrow('can only be destroyed');
  });

  it('the database lets a key be destroyed, and made anew never', async () => {
    const person = 'd0000000-0000-7000-8000-00000000000d';
    const record = () =>
      committed(() => audit.record(staff, { action: 'x.done', object: { type: 'customer', id: person } }));
    await record();
    await committed(() => audit.forget(person));
    await record();
    const remade = `update audit_person_keys set sealed_key = '\\x00' where person = '${person}'`;
    await expect(sql.execute(remade)).rejects.toThrow('can only be destroyed');
    const rows = await sql.execute('select sealed_key from audit_person_keys where person = ?', [person]);
    expect(rows).toEqual([{ sealed_key: null }]);
  });

  it.each(['1000, sha256(hash)', '-4, hash', '3, sha256(hash)', '1000, hash'])(
    'the database refuses a checkpoint of no entry: %s',
    async (place) => {
      const forged = `insert into audit_checkpoints (seq, hash, at, signature)
        select ${place}, now(), repeat('0', 64) from audit_entries where seq = 3`;
      await expect(sql.execute(forged)).rejects.toThrow('of an entry that is there');
    },
  );

  const insert = (columns = '', values = '') =>
    `insert into audit_entries (id, at, actor_kind, actor_id, action, object_type, object_id${columns})
     values (gen_random_uuid(), now(), 'staff', 'x', 'x.done', 'x', 'x'${values})`;

  it('the database refuses an entry that brings a seal', async () => {
    await expect(sql.execute(insert(', seq, hash', `, 1000, '\\x00'`))).rejects.toThrow(
      'sealed by the database',
    );
  });

  it('seals what another program writes, whatever its session is set to', async () => {
    const before = (await verifier.verify()).entries;
    await sql.transactional(async (transaction) => {
      const other = transaction as SqlEntityManager;
      for (const setting of [
        `datestyle = 'SQL, DMY'`,
        `timezone = 'Asia/Kolkata'`,
        `bytea_output = 'escape'`,
        `search_path = pg_temp, public`,
        `intervalstyle = 'iso_8601'`,
      ])
        await other.execute(`set local ${setting}`);
      await other.execute(
        'create temporary table audit_chain (id int, seq bigint, hash bytea) on commit drop',
      );
      await other.execute(insert());
      await other.execute('set constraints all immediate');
      await other.execute(insert(', before, sealed', `, '{"b": 1, "a": [1.0, "é"]}', '\\x0102'`));
    });
    expect(await verifier.verify()).toMatchObject({ intact: true, entries: before + 2 });
  });

  it('numbers without gaps what many write at once, and nothing of what is rolled back', async () => {
    const before = (await verifier.verify()).entries;
    const writes = Array.from({ length: 50 }, (_, i) =>
      committed(async () => {
        // The same new person for all: one makes the key.
        const person = 'c0000000-0000-7000-8000-00000000000c';
        await audit.record(staff, { action: 'x.done', object: { type: 'x', id: String(i) }, person });
        await audit.record(staff, { action: 'y.done', object: { type: 'y', id: String(i) } });
        await orm.em.flush();
        if (i % 5 === 0) throw new Error('rolled back');
      }),
    );
    const outcomes = await Promise.allSettled(writes);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(10);
    expect(await verifier.verify()).toMatchObject({ intact: true, entries: before + 80 });
    const inOrder = await sql.execute<{ pair: string }[]>(
      `select string_agg(action, ',' order by seq) as pair from audit_entries where object_type in ('x', 'y')
       and seq > ? group by object_id`,
      [before],
    );
    expect(new Set(inOrder.map(({ pair }) => pair))).toEqual(new Set(['x.done,y.done']));
  });

  it('writes one checkpoint, however many processes do it at once, and none when nothing has come', async () => {
    const count = async () =>
      Number((await sql.execute('select count(*) as n from audit_checkpoints'))[0]!.n);
    const before = await count();
    await Promise.all(Array.from({ length: 5 }, () => checkpoints.write()));
    await checkpoints.write();
    expect(await count()).toBe(before + 1);
    expect(await verifier.verify()).toMatchObject({ intact: true, checkpoints: before + 1 });
  });

  it('walks a long log in parts while others go on to write', async () => {
    const before = (await verifier.verify()).entries;
    const many = insert().replace(/values \((.*)\)$/s, 'select $1 from generate_series(1, 700)');
    await sql.execute(many);
    const write = () =>
      committed(() => audit.record(staff, { action: 'z.done', object: { type: 'z', id: 'z' } }));
    const [verified] = await Promise.all([verifier.verify(), ...Array.from({ length: 10 }, write)]);
    expect(verified).toMatchObject({ intact: true });
    expect(verified.entries).toBeGreaterThanOrEqual(before + 700);
    expect(await verifier.verify()).toMatchObject({ intact: true, entries: before + 710 });
    await triggers('disable');
    for (const seq of [601, 600, 400, 201, 200]) {
      await sql.execute(`delete from audit_entries where seq = ${seq}`);
      expect((await verifier.verify()).broken).toMatchObject({ seq, fault: 'missing' });
    }
  });
});

it('answers all who ask at the same time with one walk', async () => {
  await triggers('disable');
  await restore();
  const [one, other] = [verifier.verify(), verifier.verify()];
  const expecting = verifier.verify({ seq: 1, hash: '0'.repeat(64) });
  expect(other).toBe(one);
  expect(await one).toMatchObject({ intact: true, entries: size });
  expect(await expecting).toMatchObject({ intact: false, broken: { seq: 1, fault: 'rewritten' } });
  expect(verifier.verify()).not.toBe(one);
});

describe('a process that signs', () => {
  const errors: unknown[] = [];
  beforeAll(() =>
    Logger.overrideLogger({ log: () => {}, warn: () => {}, error: (line: object) => errors.push(line) }),
  );
  afterAll(() => Logger.overrideLogger(false));
  beforeEach(async () => {
    await triggers('disable');
    await restore();
    errors.length = 0;
  });

  async function started(secret = 's'.repeat(32)): Promise<AuditCheckpointsService> {
    const em = orm.em as SqlEntityManager;
    const one = new AuditCheckpointsService(em, new SecretBox(secret), new FixedClock(standardNow));
    await one.onApplicationBootstrap();
    return one;
  }

  /** What is signed when the log has been damaged and has then grown. */
  async function signedAfter(damage: readonly string[], by: AuditCheckpointsService): Promise<number[]> {
    for (const statement of damage) await sql.execute(statement);
    const before = await signed();
    await triggers('enable');
    await committed(() => audit.record(staff, { action: 'z.done', object: { type: 'z', id: 'z' } }));
    await by.write();
    return (await signed()).filter((seq) => !before.includes(seq));
  }

  async function signed(): Promise<number[]> {
    const rows = await sql.execute<{ seq: number }[]>('select seq::int as seq from audit_checkpoints');
    return rows.map(({ seq }) => seq);
  }

  const putBack = [
    'delete from audit_checkpoints where seq > 4',
    'delete from audit_entries where seq > 7',
    'update audit_chain set seq = 7, hash = (select hash from audit_entries where seq = 7)',
  ];

  it('goes on from what it found', async () => {
    expect(await signedAfter([], await started())).toEqual([size + 1]);
    expect(errors).toEqual([]);
  });

  it.each<[string, string[]]>([
    ['rewritten, without checkpoints', ['delete from audit_checkpoints', ...rewrittenFrom(3)]],
    ['rewritten, with the checkpoint', rewrittenFrom(3)],
    ['without its checkpoints', ['delete from audit_checkpoints']],
    ['put back', putBack],
  ])('signs nothing of a log that was %s behind its back, and says so', async (_, damage) => {
    const kept = await sql.execute<{ hash: string }[]>(
      `select encode(hash, 'hex') as hash from audit_entries where seq = ${size}`,
    );
    expect(await signedAfter(damage, await started())).toEqual([]);
    expect(errors).toEqual([{ expect: `${size}:${kept[0]!.hash}` }]);
  });

  it('signs no end that is not the last entry', async () => {
    const one = await started();
    await signedAfter([], one);
    await committed(() => audit.record(staff, { action: 'z.done', object: { type: 'z', id: 'z' } }));
    await sql.execute('update audit_chain set hash = sha256(hash)');
    await one.write();
    expect([await signed(), errors.length]).toEqual([[4, size, size + 1], 1]);
  });

  it('that was started since knows nothing of it: only the log does', async () => {
    const damage = ['delete from audit_checkpoints', ...rewrittenFrom(3)];
    for (const statement of damage) await sql.execute(statement);
    expect(await signedAfter([], await started())).toEqual([size + 1]);
    expect(await verifier.verify()).toMatchObject({ intact: true });
  });

  it('is not held up by a checkpoint of somebody else, which is named for what it is', async () => {
    const forged = (seq: number) =>
      `insert into audit_checkpoints (seq, hash, at, signature)
       values (${seq}, decode(repeat('00', 32), 'hex'), now(), repeat('0', 64))`;
    expect(await signedAfter([forged(1000)], await started())).toEqual([size + 1]);
    expect((await verifier.verify()).broken).toMatchObject({ seq: 1000, fault: 'checkpoint_forged' });
    await triggers('disable');
    await sql.execute('delete from audit_checkpoints where seq = 1000');
    expect(await signedAfter([forged(9)], await started())).toEqual([size + 2]);
    expect((await verifier.verify()).broken).toMatchObject({ seq: 9, fault: 'checkpoint_forged' });
  });

  it('goes on under another secret', async () => {
    expect(await signedAfter([], await started('t'.repeat(32)))).toEqual([size + 1]);
  });
});
