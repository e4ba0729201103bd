// What the jobs of this domain are called and take: known to those who ask for them and to those who do them.
import { z } from 'zod';

export const deliverJob = 'webhooks.deliver';
export const deliverJobInput = z.strictObject({ webhookId: z.uuid() });
export type DeliverJobInput = z.output<typeof deliverJobInput>;

export const recoverJob = 'webhooks.recover';
/** @property until what fails later, being sent again, is not part of it */
export const recoverJobInput = z.strictObject({
  webhookId: z.uuid(),
  since: z.iso.datetime(),
  until: z.iso.datetime(),
});
export type RecoverJobInput = z.output<typeof recoverJobInput>;
