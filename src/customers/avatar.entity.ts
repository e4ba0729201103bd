// The row stays when the picture is removed, so that no version number ever stands for two pictures.
import { defineEntity, p } from '@mikro-orm/core';
import { timestampColumns } from '#libs/orm';
import { Customer } from './customer.entity.js';

const AvatarSchema = defineEntity({
  name: 'Avatar',
  tableName: 'avatars',
  properties: {
    customer: () => p.oneToOne(Customer).mapToPk().primary().owner().deleteRule('cascade'),
    /** WebP, made by us (avatar.image.ts). */
    image: p.blob().$type<Buffer>().nullable(),
    version: p.integer().default(1),
    ...timestampColumns(),
  },
});
export class Avatar extends AvatarSchema.class {
  change(image: Buffer | null): void {
    this.image = image;
    this.version++;
  }
}
AvatarSchema.setClass(Avatar);
