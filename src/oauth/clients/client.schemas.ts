// What an app says of itself, by registering (RFC 7591) or in a document of its own (Client ID Metadata Documents). What is not known is
// passed over, as both demand; what is asked for and not offered is answered with what is.
import { z } from 'zod';
import { nameText, publishSchema } from '#libs/http';
import { oauthExamples } from '../oauth.examples.js';
import { redirectFault } from './redirect-uri.js';

export const longestClientId = 500;
const longestUri = 1000;
const mostUris = 20;

const redirectUri = z
  .string()
  .min(1)
  .max(longestUri)
  .superRefine((uri, context) => {
    const fault = redirectFault(uri);
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  })
  .describe(
    'https, http on the machine of the person (any port will do), or the scheme of an installed app.',
  );

const described = {
  client_name: nameText({ min: 1, max: 80 })
    .default('An app without a name')
    .describe('What people read when they are asked.'),
  redirect_uris: z.array(redirectUri).min(1).max(mostUris),
};

const offered = {
  token_endpoint_auth_method: z.literal('none'),
  grant_types: z.array(z.enum(['authorization_code', 'refresh_token'])),
  response_types: z.array(z.literal('code')),
};

export const registerClientInput = z
  .object({
    ...described,
    token_endpoint_auth_method: z
      .string()
      .max(60)
      .optional()
      .describe('Whatever is asked for, it is `none`: a code is bound to who asked for it with PKCE.'),
    grant_types: z.array(z.string().max(100)).max(10).optional(),
    response_types: z.array(z.string().max(100)).max(10).optional(),
  })
  .refine(({ grant_types: types }) => !types || types.includes('authorization_code'), {
    path: ['grant_types'],
    message: 'must contain authorization_code',
  });
publishSchema(registerClientInput, 'RegisterClient', oauthExamples.RegisterClient);
export type RegisterClientInput = z.output<typeof registerClientInput>;

export const registeredClientView = z.object({
  client_id: z.uuid(),
  client_id_issued_at: z.int().describe('Seconds since 1970.'),
  client_name: z.string(),
  redirect_uris: z.array(z.string()),
  ...offered,
});
publishSchema(registeredClientView, 'RegisteredClient', oauthExamples.RegisteredClient);

/** @param address where it was found: it must say so itself */
export function clientDocument(address: string) {
  return z.object({
    client_id: z.literal(address),
    ...described,
    token_endpoint_auth_method: z.literal('none').default('none'),
  });
}
