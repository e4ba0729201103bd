import { demoAccounts } from './demo/demo-data.js';

/** What a person who has just started the program wants to know. */
export function welcomeLines(address: string, hasDemoData: boolean): string {
  return [
    ...(hasDemoData ? firstSteps(address) : []),
    '',
    `API:   ${address}/docs`,
    `Ready: ${address}`,
    '',
  ].join('\n');
}

function firstSteps(address: string): string[] {
  const { customer, staff } = demoAccounts;
  const widest = Math.max(...staff.map(({ role }) => role.length));
  const json = `-H 'content-type: application/json'`;
  return [
    '',
    'Demo accounts:',
    ...[customer, ...staff].map(
      ({ role, email, password }) => `  ${role.padEnd(widest)}  ${email}  ${password}`,
    ),
    '',
    'A first conversation:',
    `  TOKEN=$(curl -s ${address}/api/v1/auth/login ${json} \\`,
    `    -d '${JSON.stringify({ identifier: customer.email, password: customer.password })}' \\`,
    `    | sed 's/.*"accessToken":"\\([^"]*\\)".*/\\1/')`,
    `  curl -s ${address}/api/v1/chat/message -H "authorization: Bearer $TOKEN" ${json} \\`,
    `    -d '{"message":"my AC is not cooling, can someone come tomorrow around 10? I am in 560034"}'`,
  ];
}
