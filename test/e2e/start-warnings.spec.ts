// What production starts without and says so, loudly and once.
import { startApp } from '../support/app.js';

const gstin = '29AAGCB7383J1Z4';

it.each([
  ['the tax number is nobody’s', {}, ['COMPANY_GSTIN', 'SMTP_URL']],
  ['there is a number', { COMPANY_GSTIN: gstin }, ['SMTP_URL']],
  ['it is no production', { NODE_ENV: 'development' as const }, []],
])('warns, where %s, of what is missing', async (_, settings, missing) => {
  const test = await startApp({ settings: { NODE_ENV: 'production', ...settings }, logLevel: 'warn' });
  await test.close();
  const names = test.log.map(({ msg }) => /^([A-Z_]+) is not set/.exec(String(msg))?.[1]);
  expect(names.filter(Boolean).sort()).toEqual(missing);
});
