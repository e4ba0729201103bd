// Who did what: written with the change or not at all, read by few, readable for as long as the person is with us.
import { Controller, Module, Post, Query } from '@nestjs/common';
import { EntityManager, RequestContext } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Public } from '../../src/access/access.decorators.js';
import type { Actor } from '../../src/access/actor.js';
import { AuditModule } from '../../src/audit/audit.module.js';
import { AuditService } from '../../src/audit/audit.service.js';
import { staffRoles } from '../../src/access/roles.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given } from '../support/given.js';

const person = 'b0000000-0000-7000-8000-00000000000b';
const agent: Actor = {
  kind: 'agent',
  id: 'booking',
  onBehalfOf: person,
  permissions: new Set(),
  sessionId: 'session-1',
  apiKeyId: 'key-1',
};
let tampered = 0;

const change = {
  before: { name: 'Asha Rao', email: 'asha@example.com', language: 'en', password: 'old-secret' },
  after: { name: 'Asha Roy', email: 'roy@example.com', language: 'hi', password: 'new-secret' },
};

/** A use case that changes something and fails if it is told to. */
@Controller('probe-audit')
@Public()
class ProbeController {
  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditService,
  ) {}

  @Post()
  async change(@Query('object') id: string, @Query('fail') fail?: string) {
    await this.em.transactional(async () => {
      await this.audit.record(agent, {
        action: 'address.updated',
        object: { type: 'address', id },
        ...change,
      });
      await this.em.flush();
      if (fail) throw new Error('the change failed');
    });
  }
}

@Module({ imports: [AuditModule], controllers: [ProbeController] })
class ProbeModule {}

let test: TestApp;
let given: Given;
let admin: { authorization: string };
beforeAll(async () => {
  test = await startApp({ modules: [ProbeModule], logLevel: 'info' });
  given = givenIn(test);
  admin = (await given.staffSignedIn({ role: 'admin' })).headers;
});
let closed: Promise<void> | undefined;
const close = () => (closed ??= test.close());
afterAll(close);

const changed = (object: string, more = '') =>
  test.http({
    method: 'POST',
    url: `/api/v1/probe-audit?object=${object}${more}`,
    headers: { 'x-correlation-id': `request-${object}`, 'user-agent': 'probe/1' },
    remoteAddress: '203.0.113.77',
  });

const ask = (path: string, headers = admin) => test.http({ url: `/api/v1/ops/audit${path}`, headers });

async function search(query: string) {
  const answer = await ask(`?${query}`);
  expect(answer.statusCode).toBe(200);
  return answer.json().items;
}

async function record(actor: Actor, action: string, object: { type: string; id: string }, after = {}) {
  await RequestContext.create(test.orm.em, async () => {
    await test.app.get(AuditService).record(actor, { action, object, after });
    await test.orm.em.flush();
  });
}

describe('an entry', () => {
  it('is written with the change, with persons masked and secrets left out', async () => {
    expect((await changed('c-1')).statusCode).toBe(201);
    const answer = await ask('?object=c-1');
    const [entry] = answer.json().items;
    expect(entry).toMatchObject({
      actorKind: 'agent',
      actorId: 'booking',
      onBehalfOf: person,
      sessionId: 'session-1',
      apiKeyId: 'key-1',
      action: 'address.updated',
      objectType: 'address',
      objectId: 'c-1',
      person,
      at: test.clock.now().toISOString(),
      correlationId: 'request-c-1',
      address: '203.0.113.0/24',
      before: { name: '•••', email: 'a•••@example.com', language: 'en' },
      after: { name: '•••', email: 'r•••@example.com', language: 'hi' },
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    for (const hidden of ['Asha', 'asha', 'secret', '203.0.113.77', 'probe/1', 'sealed'])
      expect(answer.body).not.toContain(hidden);
  });

  it('is not written when the change is rolled back, and leaves no gap', async () => {
    // That somebody looked for it is an entry of its own.
    expect(await search('object=c-2')).toEqual([]);
    const { entries } = (await ask('/verify')).json();
    expect((await changed('c-2', '&fail=1')).statusCode).toBe(500);
    expect(await search('object=c-2')).toEqual([]);
    expect((await ask('/verify')).json()).toMatchObject({ intact: true, entries });
  });

  it('is not written again by a second flush', async () => {
    await RequestContext.create(test.orm.em, async () => {
      const em = test.orm.em;
      await test.app
        .get(AuditService)
        .record(agent, { action: 'x.done', object: { type: 'x', id: 'twice' }, ...change });
      await em.flush();
      await em.flush();
    });
    expect(await search('object=twice')).toHaveLength(1);
  });

  it('is shown whole to whoever opens it, and that is recorded', async () => {
    await changed('c-3');
    const [{ id }] = await search('object=c-3');
    const answer = await ask(`/${id}`);
    expect(answer.json()).toMatchObject({
      before: { name: '•••' },
      unsealed: {
        before: { name: 'Asha Rao', email: 'asha@example.com', language: 'en' },
        after: { name: 'Asha Roy', email: 'roy@example.com', language: 'hi' },
        address: '203.0.113.77',
        userAgent: 'probe/1',
      },
      unsealedReason: null,
    });
    expect(answer.body).not.toContain('secret');
    expect(await search(`object=${id}`)).toMatchObject([
      { action: 'audit.entry_opened', actorKind: 'staff' },
    ]);
  });

  it('is written without what cannot be sealed, when the key of the person cannot be opened', async () => {
    const broken = 'b0000000-0000-7000-8000-0000000000bb';
    const actor: Actor = { kind: 'customer', id: broken, permissions: new Set() };
    await record(actor, 'x.done', { type: 'x', id: 'k-1' }, { name: 'Asha' });
    const sql = test.orm.em.fork() as SqlEntityManager;
    await sql.execute('alter table audit_person_keys disable trigger user');
    await sql.execute(`update audit_person_keys set sealed_key = '\\x00' where person = ?`, [broken]);
    await sql.execute('alter table audit_person_keys enable trigger user');
    for (const id of ['k-2', 'k-3']) await record(actor, 'x.done', { type: 'x', id }, { name: 'Asha' });
    const reasons = [];
    for (const id of ['k-1', 'k-2', 'k-3']) {
      const [entry] = await search(`object=${id}`);
      const { after, unsealed, unsealedReason } = (await ask(`/${entry.id}`)).json();
      reasons.push([after, unsealed, unsealedReason]);
    }
    expect(reasons).toEqual([
      [{ name: '•••' }, null, 'cannot_be_opened'],
      [{ name: '•••' }, null, 'nothing_sealed'],
      [{ name: '•••' }, null, 'nothing_sealed'],
    ]);
    expect(test.log.filter(({ person }) => person === broken)).toHaveLength(1);
    expect((await ask('/verify')).json().intact).toBe(true);
  });

  it('that is not there is not found', async () => {
    const answer = await ask('/b0000000-0000-7000-8000-0000000000ff');
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'AUDIT_ENTRY_NOT_FOUND']);
  });

  it('about a customer is sealed for that customer, whoever did it', async () => {
    const { staff } = await given.staffSignedIn();
    const actor: Actor = { kind: 'staff', id: staff.id, permissions: new Set() };
    await record(actor, 'customer.locked', { type: 'customer', id: person }, { reason: 'Asha asked for it' });
    await record(actor, 'role.changed', { type: 'role', id: 'viewer' });
    expect(await search(`actor=${staff.id}&actorKind=staff&limit=2`)).toMatchObject([
      { action: 'role.changed', person: staff.id },
      { action: 'customer.locked', person, after: { reason: '•••' } },
    ]);
  });

  it('of the unknown keeps nothing but the network', async () => {
    await record(
      { kind: 'anonymous', id: 'anonymous', permissions: new Set() },
      'x.tried',
      { type: 'x', id: 'u' },
      { name: 'X' },
    );
    const [{ id, person: whose }] = await search('object=u');
    expect(whose).toBeNull();
    expect((await ask(`/${id}`)).json()).toMatchObject({ unsealed: null, unsealedReason: 'nothing_sealed' });
  });
});

describe('the log', () => {
  it('is read by super_admin and admin only', async () => {
    const { id } = (await search('limit=1'))[0];
    const customer = await given.signedIn();
    const callers = [{ who: 'customer', headers: customer.headers }];
    for (const role of staffRoles)
      callers.push({ who: role, headers: (await given.staffSignedIn({ role })).headers });
    const reading = ['', '/verify', '/export', `/${id}`];
    for (const { who, headers } of callers) {
      const expected = who === 'super_admin' || who === 'admin' ? 200 : 403;
      for (const path of reading)
        expect([who, path, (await ask(path, headers)).statusCode]).toEqual([who, path, expected]);
    }
  });

  it('is searched by every fact, page by page, newest first', async () => {
    const actor: Actor = { kind: 'system', id: 'sweeper', permissions: new Set() };
    const times: string[] = [];
    for (const n of [1, 2, 3, 4, 5]) {
      test.clock.advance(1000);
      times.push(test.clock.now().toISOString());
      await record(actor, n % 2 ? 'sweep.begun' : 'sweep.ended', { type: 'sweep', id: `s-${n}` });
    }
    const ids = async (query: string) =>
      (await search(`actor=sweeper&${query}`)).map((entry: { objectId: string }) => entry.objectId);
    expect(await ids('')).toEqual(['s-5', 's-4', 's-3', 's-2', 's-1']);
    expect(await ids('action=sweep.ended')).toEqual(['s-4', 's-2']);
    expect(await ids('objectType=sweep&object=s-3&actorKind=system')).toEqual(['s-3']);
    expect(await ids('actorKind=staff')).toEqual([]);
    expect(await ids(`from=${times[1]}&to=${times[3]}`)).toEqual(['s-3', 's-2']);
    expect(await ids(`person=${person}`)).toEqual([]);
    expect((await search('correlationId=request-c-1')).length).toBe(1);
    const pages: string[][] = [];
    let cursor = '';
    do {
      const page = (await ask(`?actor=sweeper&limit=2${cursor}`)).json();
      pages.push(page.items.map((entry: { objectId: string }) => entry.objectId));
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor);
    expect(pages).toEqual([['s-5', 's-4'], ['s-3', 's-2'], ['s-1']]);
  });

  it.each([
    '?from=yesterday',
    '?from=2026-11-20T00:00:00Z&to=2026-11-19T00:00:00Z',
    '?from=2026-11-20T00:00:00Z&to=2026-11-20T00:00:00Z',
    '/export?from=2026-11-20T00:00:00Z&to=2026-11-20T05:00:00%2B05:30',
    '?actorKind=ghost',
    '?sealed=1',
    '?cursor=x',
    '/export?format=xml',
    '/verify?expect=1',
    `/verify?expect=0:${'0'.repeat(64)}`,
    '?from=0000-01-01T00:00:00Z',
    '?from=0001-01-01T00:00:00%2B14:00',
    '?to=9999-12-31T23:59:59-14:00',
    '/export?from=0000-06-01T00:00:00Z',
  ])('cannot be asked for %s', async (path) => {
    expect((await ask(path)).statusCode).toBe(400);
  });

  it('is exported as JSON lines, in batches, masked, and that is recorded', async () => {
    const actor: Actor = { kind: 'system', id: 'bulk', permissions: new Set() };
    await RequestContext.create(test.orm.em, async () => {
      for (let i = 0; i < 450; i++)
        await test.app
          .get(AuditService)
          .record(actor, { action: 'bulk.done', object: { type: 'bulk', id: `b-${i}` } });
      await test.orm.em.flush();
    });
    const answer = await ask('/export?format=jsonl&actor=bulk');
    expect(answer.headers).toMatchObject({
      'content-type': 'application/jsonl; charset=utf-8',
      'content-disposition': 'attachment; filename="audit.jsonl"',
    });
    const lines = answer.body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(new Set(lines.map((line) => line.objectId)).size).toBe(450);
    expect(lines.map((line) => line.seq)).toEqual(lines.map((line) => line.seq).sort((a, b) => b - a));
    expect(Object.keys(lines[0])).not.toContain('sealed');
    expect(await search('action=audit.exported&limit=1')).toMatchObject([
      { objectId: 'jsonl', after: { actor: 'bulk' } },
    ]);
  });

  it('can be asked for from the first to the last year', async () => {
    const years = 'from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59.999Z';
    expect((await search(`${years}&limit=1`)).length).toBe(1);
    expect((await ask(`/export?${years}`)).statusCode).toBe(200);
  });

  it('is exported as CSV in which no cell is a formula', async () => {
    await record(
      { kind: 'system', id: 'csv', permissions: new Set() },
      '=cmd|calc',
      { type: '+1', id: '@x' },
      { a: 'b, "c"\n' },
    );
    const { headers, body } = await ask('/export?actor=csv');
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    const [header, ...rest] = body.split('\n');
    expect(header).toMatch(/^id,seq,at,actorKind,actorId,.*,hash$/);
    expect(rest.join('\n')).toContain(`,'=cmd|calc,'+1,'@x,,"{""a"":""b, \\""c\\""\\n""}",`);
    expect((await ask('/export?actor=nobody')).body).toBe(`${header}\n`);
  });
});

it('stays whole when a person is erased, of whom it says nothing any more', async () => {
  await changed('c-9');
  const [{ id }] = await search('object=c-9');
  await RequestContext.create(test.orm.em, () =>
    test.orm.em.transactional(() => test.app.get(AuditService).forget(person)),
  );
  await changed('c-10');
  const [later] = await search('object=c-10');
  expect((await ask(`/${id}`)).json()).toMatchObject({ unsealed: null, unsealedReason: 'person_erased' });
  expect((await ask(`/${later.id}`)).json().unsealed).toBeNull();
  const sql = test.orm.em.fork() as SqlEntityManager;
  const keys = await sql.execute('select sealed_key from audit_person_keys where person = ?', [person]);
  expect(keys).toEqual([{ sealed_key: null }]);
  expect((await ask('/verify')).json()).toMatchObject({ intact: true, broken: null });
});

it('says where it was tampered with', async () => {
  const sql = test.orm.em.fork() as SqlEntityManager;
  const { head } = (await ask('/verify')).json();
  expect((await ask(`/verify?expect=${head.seq}:${head.hash}`)).json().intact).toBe(true);
  expect((await ask(`/verify?expect=${head.seq}:${'0'.repeat(64)}`)).json()).toMatchObject({
    intact: false,
    broken: { seq: head.seq, fault: 'rewritten' },
  });
  await sql.execute('alter table audit_entries disable trigger user');
  await sql.execute(`update audit_entries set object_id = 'c-0' where object_id = 'c-3'`);
  const [{ seq, id }] = await search('object=c-0');
  expect((await ask('/verify')).json()).toMatchObject({
    intact: false,
    entries: seq - 1,
    broken: { seq, id, fault: 'changed', detail: `Entry ${seq} was changed.` },
  });
});

describe('a row that somebody has tampered with', () => {
  const sql = () => test.orm.em.fork() as SqlEntityManager;
  const damage = (what: string) => sql().execute(`update audit_entries set ${what}`);

  it('cannot have a time that no list can go on from', async () => {
    await sql().execute('alter table audit_entries disable trigger user');
    await expect(damage(`at = 'infinity'`)).rejects.toThrow('audit_entries_at_check');
  });

  it.each([
    [`before = '"text"'`, { before: 'text' }],
    [`after = '[1]'`, { after: [1] }],
    [`seq = 9223372036854775000`, { seq: 9223372036854775000 }],
    [`at = 'infinity'`, { at: null }],
  ])('is shown, opened and exported as it is: %s', async (what, shown) => {
    const object = `t-${++tampered}`;
    await record({ kind: 'system', id: 'x', permissions: new Set() }, 'x.done', { type: 'x', id: object });
    const [{ id }] = await search(`object=${object}`);
    await sql().execute('alter table audit_entries drop constraint if exists audit_entries_at_check');
    await sql().execute('alter table audit_entries disable trigger user');
    await damage(`${what} where id = '${id}'`);
    await sql().execute('alter table audit_entries enable trigger user');
    expect(await search(`object=${object}`)).toMatchObject([shown]);
    expect((await ask(`/${id}`)).json()).toMatchObject(shown);
    expect(JSON.parse((await ask(`/export?format=jsonl&object=${object}`)).body)).toMatchObject(shown);
    expect((await ask(`/export?object=${object}`)).body).toContain(object);
  });

  it('is a problem, not half a file, when it is among the first of an export; later ones are logged', async () => {
    await sql().execute('alter table audit_entries disable trigger user');
    await sql().execute('alter table audit_entries alter actor_kind drop not null');
    await damage(`actor_kind = null where object_id = 'b-0'`);
    const breaks = () => test.log.filter(({ msg }) => msg === 'export broken off').length;
    for (const format of ['csv', 'jsonl']) {
      const { statusCode, headers, body } = await ask(`/export?format=${format}&object=b-0`);
      expect([statusCode, JSON.parse(body).code]).toEqual([500, 'INTERNAL']);
      expect(headers['content-type']).toMatch(/^application\/problem[+]json/);
      expect(headers).not.toHaveProperty('content-disposition');
    }
    expect(breaks()).toBe(2);
    await ask('/export?format=jsonl&actor=bulk').catch(() => undefined);
    expect(breaks()).toBe(3);
  });
});

it('signs how far the log has come when it stops, and says so in the program log', async () => {
  const { head } = (await ask('/verify')).json();
  await close();
  expect(test.log).toContainEqual(
    expect.objectContaining({
      msg: 'checkpoint',
      seq: expect.any(Number),
      at: test.clock.now().getTime(),
      // As `verify --expect` takes it.
      expect: expect.stringMatching(/^\d+:[0-9a-f]{64}$/),
      signature: expect.stringMatching(/^[0-9a-f]{64}$/),
    }),
  );
  const [line] = test.log.filter(({ msg }) => msg === 'checkpoint') as unknown as (typeof head)[];
  expect(line.seq).toBeGreaterThanOrEqual(head.seq);
});
