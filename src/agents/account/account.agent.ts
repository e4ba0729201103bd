// The account agent: what the customer's account holds, and how each thing of it is changed. Reads only: changes take the password.
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Settings } from '../../config/settings.js';
import { Agent, type AgentAnswer, type AgentTurn, type DialogueAgent } from '../dialogue/agent.js';
import type { ResponseReader } from '../language/responses.js';
import { accountResponses as words, contactNamed } from './account-responses.js';
import { accountTopicIn } from './account-topics.js';

/** What staff may set of the account agent. */
const accountSettings = z.strictObject({
  addressesShown: z
    .int()
    .min(1)
    .max(20)
    .default(5)
    .describe('How many addresses are read out; the others are counted.'),
});

type AccountTurn = AgentTurn<null, z.output<typeof accountSettings>>;

@Agent({
  name: 'account',
  description: 'What the account holds, and how it is changed.',
  order: 25,
  intents: ['account_help'],
  kind: 'aside',
  settings: accountSettings,
})
@Injectable()
export class AccountAgent implements DialogueAgent<null> {
  constructor(private readonly settings: Settings) {}

  restoreMemory(): null {
    return null;
  }

  async answer({ heard, own, tools, language, settings }: AccountTurn): Promise<AgentAnswer<null>> {
    const reader = { language, timeZone: this.settings.BUSINESS_TIME_ZONE };
    const { name, ...contacts } = await tools.need('customers.profile', {});
    const { items } = await tools.need('addresses.list', {});
    const topic = accountTopicIn(own.length > 0 ? own.map(({ text }) => text).join(', ') : heard.text);
    const shown = items.slice(0, settings.addressesShown).map((address) => addressNamed(address, reader));
    const more = items.length - shown.length;
    const text = words.write(topic ?? 'overview', reader, {
      name,
      email: contactNamed(contacts.email, contacts.emailVerified, reader),
      phone: contactNamed(contacts.phone, contacts.phoneVerified, reader),
      count: items.length,
      lines: [...shown, ...(more > 0 ? [`+${more}`] : [])].join('; '),
    });
    return { text };
  }
}

function addressNamed(
  { line, pincode, isDefault }: { line: string; pincode: string; isDefault: boolean },
  reader: ResponseReader,
): string {
  const place = `${line}, ${pincode}`;
  return isDefault ? words.write('defaultAddress', reader, { line: place }) : place;
}
