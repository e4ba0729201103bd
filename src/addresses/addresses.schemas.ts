import { z } from 'zod';
import { listOf, patchOf, pincodeText, plainText, publishSchema } from '#libs/http';
import { addressesExamples } from './addresses.examples.js';

const place = {
  label: plainText({ min: 1, max: 40, brackets: false }).default('Home').describe('"Home", "Office", …'),
  line: plainText({ min: 5, max: 300, brackets: false })
    .describe('House, street, area.')
    .meta({ examples: ['12, 5th cross, Koramangala'] }),
  landmark: plainText({ min: 1, max: 120, brackets: false }).nullable().default(null),
  pincode: pincodeText,
};

export const replaceAddressInput = z.strictObject(place);
publishSchema(replaceAddressInput, 'ReplaceAddress', addressesExamples.ReplaceAddress);
export type ReplaceAddressInput = z.output<typeof replaceAddressInput>;

export const updateAddressInput = patchOf(place);
publishSchema(updateAddressInput, 'UpdateAddress', addressesExamples.UpdateAddress);
export type UpdateAddressInput = z.output<typeof updateAddressInput>;

export const createAddressInput = z.strictObject({
  ...place,
  isDefault: z.boolean().default(false).describe('The first address is the default in any case.'),
});
publishSchema(createAddressInput, 'CreateAddress', addressesExamples.CreateAddress);
export type CreateAddressInput = z.output<typeof createAddressInput>;

export const addressView = z.object({
  id: z.uuid(),
  label: z.string(),
  line: z.string(),
  landmark: z.string().nullable(),
  pincode: z.string(),
  isDefault: z.boolean(),
  version: z.int(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
publishSchema(addressView, 'Address', addressesExamples.Address);

export const addressesView = listOf(addressView);
