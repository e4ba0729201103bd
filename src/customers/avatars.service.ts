import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { Avatar } from './avatar.entity.js';
import { avatarOf } from './avatar.image.js';
import { activeCustomer } from './customer.rows.js';

export interface AvatarPicture {
  /** WebP. */
  image: Buffer;
  version: number;
}

@Injectable()
export class AvatarsService {
  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditService,
  ) {}

  /** @throws NotFound */
  async get(actor: Actor): Promise<AvatarPicture> {
    const avatar = await this.em.findOne(Avatar, { customer: actor.id });
    if (!avatar?.image) throw new NotFound('Avatar', actor.id);
    return { image: avatar.image, version: avatar.version };
  }

  /** In place of the one before. @param bytes a picture, as it was sent, if any was @throws AvatarInvalid */
  async replace(actor: Actor, bytes: Buffer | undefined): Promise<void> {
    const image = await avatarOf(bytes);
    await this.em.transactional(async (em) => {
      const customer = await activeCustomer(em, actor.id);
      const avatar = await em.findOne(Avatar, { customer: customer.id });
      if (avatar) avatar.change(image);
      else em.create(Avatar, { customer: customer.id, image });
      await this.audit.record(actor, { action: 'customer.avatar_changed', ...customer.auditTarget() });
    });
  }

  /** Nothing happens when there is none. */
  async remove(actor: Actor): Promise<void> {
    await this.em.transactional(async (em) => {
      const customer = await activeCustomer(em, actor.id);
      const avatar = await em.findOne(Avatar, { customer: customer.id });
      if (!avatar?.image) return;
      avatar.change(null);
      await this.audit.record(actor, { action: 'customer.avatar_removed', ...customer.auditTarget() });
    });
  }
}
