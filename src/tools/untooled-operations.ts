// The operations that are no tools, and why. test/contracts/tools.spec.ts holds the table against the API.

const signsIn = 'People sign in themselves, with what no program and no model should see.';
const secret = 'Its request or its answer holds a secret, which no model should see.';
const forMachines = 'It is for other machines, which call it by themselves.';
const forBrowsers = 'It is for a browser, which holds what the answer is of use with.';

/** By id of the operation. */
export const untooledOperations: Readonly<Record<string, string>> = {
  changePassword: secret,
  changeStaffPassword: secret,
  closeAccount: secret,
  createApiKey: secret,
  createCalendarFeed: secret,
  createPushSubscription: forBrowsers,
  createWebhook: secret,
  deletePushSubscription: forBrowsers,
  getKeySet: forMachines,
  getPushKey: forBrowsers,
  hearPaymentGateway: forMachines,
  listPushSubscriptions: forBrowsers,
  reportPolicyViolation: forMachines,
  replaceProfile: secret,
  rotateApiKey: secret,
  rotateWebhookSecret: secret,
  updateProfile: secret,
};

/** By the beginning of the path. */
export const untooledPaths: Readonly<Record<string, string>> = {
  '/api/v1/auth/': signsIn,
  '/api/v1/ops/auth/': signsIn,
  '/api/v1/tools': 'Tools are called, not called through a tool.',
  '/health': forMachines,
};

/** @returns why an operation that could be a tool is none */
export function whyUntooled(id: string, path: string): string | undefined {
  const beginning = Object.keys(untooledPaths).find((each) => path.startsWith(each));
  return untooledOperations[id] ?? (beginning && untooledPaths[beginning]);
}
