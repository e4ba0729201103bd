import type { SqlEntityManager } from '@mikro-orm/sql';
import { AuditCheckpoints } from '../../src/audit/audit-checkpoints.service.js';
import { castIn, type Player } from '../support/cast.js';
import { startApp, type TestApp } from '../support/app.js';

let test: TestApp;
let admin: Player; let cust: Player; let viewer: Player;
beforeAll(async () => {
  test = await startApp({ logLevel: 'error' });
  const cast = castIn(test);
  admin = await cast('super_admin'); cust = await cast('customer'); viewer = await cast('viewer');
});
afterAll(() => test.close());
const out: string[] = [];
afterAll(() => process.stderr.write(out.join('\n') + '\n'));
const get = (url: string, by = admin) => test.http({ url: `/api/v1/${url}`, headers: by.headers });
const sql = () => test.orm.em.fork() as unknown as SqlEntityManager;

it('fuzz', async () => {
  const nasty = ['%00', 'a%00b', 'x'.repeat(5000), '', '%20', '-1', '0', '1e1', '1.5', 'NaN', 'null', '%F0%9F%98%80', '%ED%A0%80', '%C3', '%', "'%3B--", '[]', '%7B%7D',
    '0000-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59', '2026-02-30T00:00:00Z', '2026-01-01T00:00:00.123456789Z', '-000001-01-01T00:00:00Z', '0001-01-01T00:00:00%2B23:59',
    Buffer.from('["2026-01-01T00:00:00Z","b0000000-0000-7000-8000-0000000000ff"]').toString('base64url'),
    Buffer.from('["0000-01-01T00:00:00Z","b0000000-0000-7000-8000-0000000000ff"]').toString('base64url'),
    Buffer.from('[null]').toString('base64url'), Buffer.from('['.repeat(300)).toString('base64url'),
    '999999999999999:' + 'a'.repeat(64), '0:' + 'a'.repeat(64), 'b0000000-0000-7000-8000-0000000000ff', 'B0000000-0000-7000-8000-0000000000FF', '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'viewer', 'viewer,viewer', 'bookings.read', 'bookings.read,bookings.read', '__proto__', 'constructor', 'GET', 'HEAD', 'booking', 'customer', 'staff'];
  const params: Record<string, [string, string[]]> = {
    'ops/audit': ['', ['actor','actorKind','action','objectType','object','person','correlationId','from','to','limit','cursor','__proto__']],
    'ops/audit/export': ['format=jsonl', ['actor','actorKind','action','objectType','object','person','correlationId','from','to','format']],
    'ops/audit/export#csv': ['', ['from','to','actor']],
    'ops/audit/verify': ['', ['expect']],
    'authz/check': [`actorKind=staff&actorId=${viewer.id}&permission=bookings.read`, ['objectType','objectId','path','method','constructor']],
    'authz/check#2': [`actorKind=staff&actorId=${viewer.id}&method=GET`, ['path']],
    'authz/check#3': [`actorKind=staff&permission=bookings.read`, ['actorId']],
    'authz/check#4': [`actorKind=customer&actorId=${cust.id}&permission=bookings.read&objectType=booking`, ['objectId']],
    'authz/check#5': [`actorKind=customer&actorId=${cust.id}&permission=bookings.read&objectId=b0000000-0000-7000-8000-0000000000ff`, ['objectType']],
    'authz/impact': ['role=viewer', ['grant','revoke','covers','staffId']],
    'authz/impact#2': ['grant=bookings.read', ['role']],
    'authz/impact#3': [`staffId=${viewer.id}`, ['role']],
    'authz/routes': ['', ['x']],
  };
  for (const [p, [base, names]] of Object.entries(params)) for (const n of names) for (const v of nasty)
    for (const q of [`${n}=${v}`, `${n}=${v}&${n}=${v}`, `${n}[]=${v}`]) {
      const url = `${p.split('#')[0]}?${base}${base ? '&' : ''}${q}`;
      try {
        const a = await get(url);
        if (a.statusCode >= 500) out.push(`5xx ${a.statusCode} ${url.slice(0, 200)} ${a.body.slice(0, 200)}`);
        if (a.statusCode === 400 && !a.body.includes('"code"')) out.push(`odd400 ${url.slice(0,200)} ${a.headers['content-type']} ${a.body.slice(0, 300)}`);
      } catch (e) { out.push(`THROW ${url.slice(0, 200)} ${String(e).slice(0, 200)}`); }
    }
  for (const v of nasty) for (const p of ['ops/audit/', 'authz/decisions/']) {
    if (v.length > 1000) continue;
    const a = await get(p + v);
    if (a.statusCode >= 500) out.push(`5xx ${p}${v} ${a.body.slice(0,200)}`);
  }
}, 120000);

it('mask', async () => {
  const reason = 'Asha Rao of 12 MG Road hit the plumber; write to asha@example.com';
  const a = await test.http({ method: 'POST', url: `/api/v1/ops/customers/${cust.id}/lock`, headers: admin.headers, payload: { reason } });
  out.push(`lock ${a.statusCode} ${a.body.slice(0, 100)}`);
  const l = (await get(`ops/audit?action=customer.locked`)).json();
  out.push(`MASK ${JSON.stringify(l.items[0]?.after)}`);
});

it('parallel refusals', async () => {
  const a = await Promise.all(Array.from({ length: 50 }, () => get('authz/routes', viewer)));
  out.push(`PARALLEL distinct decisions: ${new Set(a.map((x) => x.json().decisionId)).size} of 50, ${a[0]!.statusCode}`);
});

it('person keys', async () => {
  const l = (await get(`ops/audit?action=customer.locked`)).json();
  const id = l.items[0].id;
  await sql().execute('update audit_person_keys set sealed_key = null where person = ?', [cust.id]);
  out.push(`KEY null: open ${(await get(`ops/audit/${id}`)).body.includes('"unsealed":null')} verify ${(await get('ops/audit/verify')).json().intact}`);
  await sql().execute('delete from audit_person_keys where person = ?', [cust.id]);
  const u = await test.http({ method: 'POST', url: `/api/v1/ops/customers/${cust.id}/unlock`, headers: admin.headers, payload: { reason: 'x y z' } });
  out.push(`KEY deleted, then unlock ${u.statusCode}; open old: ${(await get(`ops/audit/${id}`)).statusCode}; verify ${(await get('ops/audit/verify')).json().intact}`);
  await sql().execute(`update audit_person_keys set sealed_key = '\\x00112233445566778899001122334455667788990011223344556677889900112233445566778899' where person = ?`, [cust.id]);
  const k = await test.http({ method: 'POST', url: `/api/v1/ops/customers/${cust.id}/lock`, headers: admin.headers, payload: { reason: 'x y z' } });
  out.push(`KEY broken: lock ${k.statusCode} ${k.body.slice(0, 120)}; verify ${(await get('ops/audit/verify')).json().intact}`);
  await sql().execute('delete from audit_person_keys where person = ?', [cust.id]);
});

it('checkpoints', async () => {
  const cp = test.app.get(AuditCheckpoints, { strict: false });
  await cp.write();
  await sql().execute(`insert into audit_checkpoints (seq, hash, at, signature) values (900000000, '\\x00', now(), repeat('0', 64))`);
  out.push(`CP ${JSON.stringify((await get('ops/audit/verify')).json().broken)}`);
  const n = async () => (await sql().execute('select count(*)::int as n from audit_checkpoints'))[0]!.n;
  const before = await n();
  await get('ops/audit/export?actor=x');
  await cp.write();
  out.push(`CP written after bogus: ${(await n()) - before}`);
  await sql().execute('alter table audit_checkpoints disable trigger user');
  await sql().execute('delete from audit_checkpoints');
  await sql().execute('alter table audit_entries disable trigger user');
  await sql().execute(`update audit_entries set before = '"x"' where seq = 3`);
  out.push(`TAMPERED list ${(await get('ops/audit?limit=100')).statusCode} export ${await get('ops/audit/export').then((a) => a.statusCode + ' ' + a.body.length, String)}`);
});

it('log', () => { for (const l of test.log.slice(0, 400)) { const e = (l.err ?? {}) as any; const s = `${l.msg} ${l.code ?? ''} ${e.type ?? ''} ${String(e.message).slice(0, 160)}`; if (!out.includes('LOG ' + s)) out.push('LOG ' + s); } });
