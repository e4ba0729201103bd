// The examples of docs/money.md, executed.
import { readFileSync } from 'node:fs';
import {
  chargePostings,
  paymentPostings,
  refundPostings,
  returnedTax,
} from '../../src/payments/ledger-postings.js';
import { firstPolicy } from '../support/policy.js';

const page = readFileSync(new URL('../../docs/money.md', import.meta.url), 'utf8');

/** The rows of the table whose header begins so, by column. */
function tableOf(header: string): string[][] {
  const [, table] = page.split(new RegExp(`^\\| ${header} +\\|`, 'm'));
  if (!table) throw new Error(`The page has no table ${header}.`);
  const lines = table.split('\n').slice(2);
  const rows = lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith('|')),
  );
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
const paise = (rupees: string) => Math.round(Number(rupees) * 100);

it.each(tableOf('total'))(
  'a cancellation of %s, %s before, %s, costs %s by %s',
  (total, hours, where, fee, clause) => {
    const startsAt = new Date('2026-11-21T04:30:00Z');
    const at = new Date(startsAt.getTime() - Number.parseFloat(hours!) * 3_600_000);
    const visit = { isEnRoute: where === 'on the way', startsAt, totalPaise: paise(total!) };
    const terms = firstPolicy().cancellationTerms(visit, at);
    expect([terms.feePaise, terms.clauses.map(({ id }) => id)]).toEqual([paise(fee!), [clause]]);
  },
);

it('has the balances of the example', () => {
  const amounts = { totalPaise: 1180_00, taxPaise: 180_00, providerSharePercent: 80 };
  const charged = { chargedPaise: 1180_00, chargedTaxPaise: 180_00, returnedPaise: 0, returnedTaxPaise: 0 };
  const postings = [
    ...chargePostings('c', 'p', amounts),
    ...paymentPostings('c', 1180_00),
    ...refundPostings('c', {
      overpaidPaise: 0,
      returnedPaise: 118_00,
      returnedTaxPaise: returnedTax(charged, 118_00),
      moneyPaise: 118_00,
      creditPaise: 0,
    }),
  ];
  const balances: Record<string, number> = {};
  for (const { account, amountPaise } of postings) balances[account] = (balances[account] ?? 0) + amountPaise;
  const told = Object.fromEntries(tableOf('account').map(([account, balance]) => [account, paise(balance!)]));
  expect(balances).toEqual({ ...told, customer_receivable: 0 });
});
