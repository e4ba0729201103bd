import { z } from 'zod';
import {
  codeText,
  contactText,
  emailText,
  ListForm,
  listOf,
  nameText,
  pageOf,
  patchOf,
  plainText,
  publishSchema,
  sixDigitCode,
} from '#libs/http';
import { knownPassword, newPassword } from '#libs/passwords';
import { staffExamples } from './staff.examples.js';
import { staffStatuses } from './staff.entity.js';

const name = nameText({ min: 1, max: 120 }).meta({ examples: ['Meera Krishnan'] });
const email = emailText.meta({ examples: ['meera@desk.example'] });
export const roleName = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9_]*$/, 'must be small letters, digits and underscores')
  .meta({ examples: ['ops_agent'] });
const code = sixDigitCode.describe('Of the authenticator app.');
/** By which somebody is looked for. */
const knownEmail = contactText.describe('E-mail address.');
const staffStatus = z.enum(staffStatuses).meta({ id: 'StaffStatus' });
const recoveryCode = codeText({ min: 10, max: 20 }).describe('One of those that were shown once.');

export const staffView = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: z.string(),
  status: staffStatus,
  lastLoginAt: z.date().nullable(),
  createdAt: z.date(),
  version: z.int().describe('Also the `etag`; for `if-match`.'),
});
publishSchema(staffView, 'StaffMember', staffExamples.StaffMember);

export const ownStaffView = staffView.extend({
  permissions: z.array(z.string()),
  hasSecondFactor: z.boolean(),
  lacksSecondFactor: z
    .boolean()
    .describe('The role asks for a second factor: nothing is permitted until it is set up.'),
});
publishSchema(ownStaffView, 'OwnStaffProfile', staffExamples.OwnStaffProfile);

export const registerStaffInput = z.strictObject({ name, email });
publishSchema(registerStaffInput, 'RegisterStaff', staffExamples.RegisterStaff);
export type RegisterStaffInput = z.output<typeof registerStaffInput>;

/** What was sent, and no more: nobody learns from it who works here. */
export const registeredView = z.object({ name: z.string(), email: z.string(), status: z.literal('pending') });
publishSchema(registeredView, 'StaffRegistration', staffExamples.StaffRegistration);

/** For those with the machine in their hands. */
export const firstAdminInput = z.strictObject({ name, email, password: newPassword });

const factor = {
  code: code.optional(),
  recoveryCode: recoveryCode.optional().describe('Instead of a code; each works once.'),
};

export const loginStaffInput = z
  .strictObject({
    email: knownEmail,
    password: knownPassword,
    ...factor,
  })
  .refine((input) => input.code === undefined || input.recoveryCode === undefined, 'send one code, not both');
publishSchema(loginStaffInput, 'LogInStaff', staffExamples.LogInStaff);
export type LoginStaffInput = z.output<typeof loginStaffInput>;

export const refreshStaffInput = z.strictObject({ refreshToken: codeText({ min: 20, max: 200 }) });
publishSchema(refreshStaffInput, 'RefreshStaffSession', staffExamples.RefreshStaffSession);

export const staffSignedInView = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  tokenType: z.literal('Bearer'),
  expiresIn: z.int().describe('Seconds until the access token expires.'),
  staff: ownStaffView,
});
publishSchema(staffSignedInView, 'SignedInStaff', staffExamples.SignedInStaff);

export const passwordInput = z.strictObject({ password: knownPassword });
publishSchema(passwordInput, 'StartTotpSetup', staffExamples.StartTotpSetup);
export const confirmInput = z.strictObject({ code });
publishSchema(confirmInput, 'ConfirmTotpSetup', staffExamples.ConfirmTotpSetup);
export const proofInput = z
  .strictObject({ password: knownPassword, ...factor })
  .refine(
    (input) => (input.code === undefined) !== (input.recoveryCode === undefined),
    'send a code or a recovery code, one of them',
  );
publishSchema(proofInput, 'SecondFactorProof', staffExamples.SecondFactorProof);
export type ProofInput = z.output<typeof proofInput>;

export const factorBegunView = z.object({
  secret: z.string().describe('Base32, to be typed into an app that cannot scan.'),
  uri: z.string().describe('`otpauth://…`, to be shown as a QR code.'),
});
publishSchema(factorBegunView, 'TotpSetup', staffExamples.TotpSetup);
export const recoveryCodesView = z.object({
  recoveryCodes: z.array(z.string()).describe('Shown this once. Each replaces a code once.'),
});
publishSchema(recoveryCodesView, 'RecoveryCodes', staffExamples.RecoveryCodes);

export const forgottenInput = z.strictObject({ email: knownEmail });
publishSchema(forgottenInput, 'RequestStaffPasswordReset', staffExamples.RequestStaffPasswordReset);
export const resetPasswordInput = z.strictObject({
  token: codeText({ min: 20, max: 100 }),
  password: newPassword,
});
publishSchema(resetPasswordInput, 'ResetStaffPassword', staffExamples.ResetStaffPassword);
export type ResetPasswordInput = z.output<typeof resetPasswordInput>;
export const changePasswordInput = z.strictObject({ currentPassword: knownPassword, newPassword });
publishSchema(changePasswordInput, 'ChangeStaffPassword', staffExamples.ChangeStaffPassword);
export type ChangePasswordInput = z.output<typeof changePasswordInput>;

export const staffList = new ListForm({
  // Ids are in the order of time.
  sortBy: { createdAt: 'id', name: 'text', email: 'text' },
  default: '-createdAt',
  period: { of: 'createdAt', is: 'The account was opened' },
  filters: {
    status: staffStatus.optional(),
    role: roleName.optional(),
    q: plainText({ min: 1, max: 120 }).optional().describe('Part of a name or e-mail address.'),
  },
});
export type StaffQuery = z.output<typeof staffList.query>;
/** From the audit log, in its order. */
export const staffActivityList = new ListForm({
  sortBy: { at: 'instant' },
  default: '-at',
  period: { of: 'at', is: 'It was done' },
});
export type StaffActivityQuery = z.output<typeof staffActivityList.query>;
export const staffListView = pageOf(staffView);

export const createStaffInput = z.strictObject({ name, email, role: roleName });
publishSchema(createStaffInput, 'CreateStaffMember', staffExamples.CreateStaffMember);
export type CreateStaffInput = z.output<typeof createStaffInput>;
export const replaceStaffInput = z.strictObject({ name, role: roleName });
publishSchema(replaceStaffInput, 'ReplaceStaffMember', staffExamples.ReplaceStaffMember);
export type ReplaceStaffInput = z.output<typeof replaceStaffInput>;
export const updateStaffInput = patchOf(replaceStaffInput.shape);
publishSchema(updateStaffInput, 'UpdateStaffMember', staffExamples.UpdateStaffMember);
export type UpdateStaffInput = z.output<typeof updateStaffInput>;
export const approveInput = z.strictObject({ role: roleName });
publishSchema(approveInput, 'ApproveStaffMember', staffExamples.ApproveStaffMember);

const activityEntryView = z.object({
  id: z.uuid(),
  at: z.date(),
  action: z.string(),
  objectType: z.string(),
  objectId: z.string(),
  address: z.string().nullable().describe('The network that it came from.'),
  correlationId: z.string().nullable(),
});
publishSchema(activityEntryView, 'StaffActivity', staffExamples.StaffActivity);
export const activityView = pageOf(activityEntryView);

const staffSessionView = z.object({
  id: z.uuid(),
  userAgent: z.string().nullable(),
  address: z.string().nullable(),
  createdAt: z.date(),
  lastUsedAt: z.date(),
});
publishSchema(staffSessionView, 'StaffSession', staffExamples.StaffSession);
export const staffSessionsView = listOf(staffSessionView);

/** Whether there is such an account is told to nobody. */
export const requestTakenView = z.object({});
publishSchema(requestTakenView, 'RequestTaken', staffExamples.RequestTaken);
