import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Tool } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { maskedEmail, maskedPhone } from './contact-masking.js';
import { customerLanguages } from './customer.entity.js';
import { CustomersService } from './customers.service.js';

/** Contacts masked: an agent says which one it is, and whoever reads along learns no more. */
const profileView = z.object({
  name: z.string(),
  email: z.string().nullable().describe('Masked: `a•••@example.com`.'),
  emailVerified: z.boolean(),
  phone: z.string().nullable().describe('Masked: `+91 ••••• 1234`.'),
  phoneVerified: z.boolean(),
  language: z.enum(customerLanguages).describe('Of mails and messages.'),
});

/** What an agent may ask about the account of the customer. It changes nothing: that takes the password. */
@Injectable()
export class CustomersTools {
  constructor(private readonly customers: CustomersService) {}

  @Tool({
    name: 'customers.profile',
    operation: 'getProfile',
    description: "The customer's name and contacts, masked, and whether these have been verified.",
    input: z.strictObject({}),
    output: profileView,
    permission: 'conversations.read',
    effect: 'read',
  })
  async profile(actor: Actor) {
    const { name, email, emailVerified, phone, phoneVerified, language } =
      await this.customers.profile(actor);
    return {
      name,
      emailVerified,
      phoneVerified,
      language,
      email: email ? maskedEmail(email) : null,
      phone: phone ? maskedPhone(phone) : null,
    };
  }
}
