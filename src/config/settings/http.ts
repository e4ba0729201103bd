// How the program is reached.
import { z } from 'zod';
import { isAddressRange, isWebHost } from '../setting-checks.js';

const seconds = z.coerce.number().int().positive();
const switchedOn = z.stringbool();

export const httpSettings = {
  HOST: z.string().min(1).default('0.0.0.0').describe('Address to listen on.'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000).describe('Port to listen on.'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Where people reach the program: the links in mails begin with it. Required in production; elsewhere http://localhost and the port.',
    ),
  CORS_ORIGINS: z.string().default('').describe('Origins that browsers may call from, comma separated.'),
  TRUST_PROXY: z
    .string()
    .default('')
    .refine(
      (list) => list === '' || list.split(',').every(isAddressRange),
      'not a list of addresses or CIDR ranges',
    )
    .describe(
      "Proxies in front of it, as addresses or CIDR ranges, comma separated: from them the caller's address is taken from X-Forwarded-For.",
    ),
  BODY_LIMIT_KB: z.coerce.number().int().min(1).default(256).describe('Largest request body.'),
  HEADER_LIMIT_KB: z.coerce
    .number()
    .int()
    .min(4)
    .max(64)
    .default(16)
    .describe('Largest request line and headers together.'),
  REQUEST_TIMEOUT_SECONDS: seconds.default(30).describe('A request must have arrived within this time.'),
  CUSTOM_TOOL_HOSTS: z
    .string()
    .default('')
    .refine(
      (list) => list === '' || list.split(',').every((host) => isWebHost(host.trim())),
      'not a list of hosts in small letters, each with its port if that is not 443',
    )
    .describe(
      'Servers that tools of staff may call, comma separated, beside those that staff allow: `api.example.com,maps.example.com:8443`.',
    ),
  OUTBOUND_ALLOW_PRIVATE: switchedOn
    .default(false)
    .describe(
      'What goes to addresses that others choose (webhooks, push messages, tools of staff) may go to this machine and its network, and without TLS. For development only.',
    ),
};
