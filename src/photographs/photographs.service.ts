// Photographs of visits: what was wrong, how it was before, and how it is now.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { newId } from '#libs/orm';
import {
  drawAnew,
  FileStore,
  KeepsFiles,
  SignedLinks,
  type FileKeeper,
  type SignedLink,
} from '#libs/storage';
import { Clock } from '#libs/time';
import { customerScope, type Actor } from '../access/actor.js';
import { customerOwning, FindsOwner } from '../access/resource-owners.js';
import { AuditService } from '../audit/audit.service.js';
import { ReadsService } from '../audit/reads.service.js';
import { Booking, ownBookings } from '../bookings/booking.entity.js';
import { apiPrefix } from '../config/api-prefix.js';
import { mostPhotographs, Photograph } from './photograph.entity.js';
import { photographDeleted } from './photograph.events.js';
import { TooManyPhotographs } from './photographs.errors.js';
import type { AddPhotograph } from './photographs.schemas.js';

const folder = 'photographs';

export type ShownPhotograph = Pick<
  Photograph,
  'id' | 'kind' | 'width' | 'height' | 'sizeBytes' | 'byKind' | 'createdAt'
> &
  SignedLink & { bookingId: string };

@PublishesEvents(photographDeleted)
@KeepsFiles(folder)
@Injectable()
export class PhotographsService implements FileKeeper {
  constructor(
    private readonly em: EntityManager,
    private readonly store: FileStore,
    private readonly links: SignedLinks,
    private readonly audit: AuditService,
    private readonly reads: ReadsService,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  @FindsOwner('photograph')
  async ownerOf(id: string) {
    return customerOwning(await this.em.findOne(Photograph, { id }));
  }

  /**
   * Draws the picture anew, keeps its file, and then says that there is one.
   * @throws NotFound when the booking is another customer's, ImageInvalid, TooManyPhotographs, StorageAway
   */
  async add(actor: Actor, bookingId: string, { kind, file }: AddPhotograph): Promise<ShownPhotograph> {
    await this.checkRoom(this.em, await this.bookingOf(this.em, actor, bookingId));
    const { bytes, width, height } = await drawAnew(file?.bytes);
    const id = newId();
    const fileKey = `${folder}/${id}.webp`;
    return this.store.keep(fileKey, bytes, () =>
      this.em.transactional(async (em) => {
        const booking = await this.bookingOf(em, actor, bookingId, LockMode.PESSIMISTIC_WRITE);
        await this.checkRoom(em, booking);
        const photograph = em.create(Photograph, {
          id,
          booking: bookingId,
          customer: booking.customer,
          kind,
          fileKey,
          width,
          height,
          sizeBytes: bytes.length,
          byKind: customerScope(actor) ? 'customer' : 'staff',
          byId: customerScope(actor) ?? actor.id,
          createdAt: this.clock.now(),
        });
        await this.record(actor, photograph, 'photograph.added');
        return this.shown(photograph);
      }),
    );
  }

  /** The earliest first. That staff look is noted. @throws NotFound */
  async list(actor: Actor, bookingId: string): Promise<ShownPhotograph[]> {
    const { customer: person } = await this.bookingOf(this.em, actor, bookingId);
    const object = { type: 'booking', id: bookingId };
    await this.reads.note(actor, { action: 'photographs.listed', object, person });
    const orderBy = { createdAt: 'asc', id: 'asc' } as const;
    const photographs = await this.em.find(Photograph, { booking: bookingId }, { orderBy });
    return photographs.map((photograph) => this.shown(photograph));
  }

  /** For whoever has a link that we have signed. @returns WebP @throws NotFound also when the link is over, or none of ours */
  async file(id: string, signature: string): Promise<Buffer> {
    if (!this.links.isGood(id, signature, this.clock.now())) throw new NotFound('Photograph', id);
    const photograph = await this.em.findOne(Photograph, { id });
    const bytes = photograph && (await this.store.get(photograph.fileKey));
    if (!bytes) throw new NotFound('Photograph', id);
    return bytes;
  }

  /** Customers delete what they have sent themselves, staff anything. @throws NotFound */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.em.transactional(async (em) => {
      const customer = customerScope(actor);
      const mine = customer ? { customer, byId: customer } : {};
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const photograph = await em.findOne(Photograph, { id, ...mine }, { lockMode, refresh: true });
      if (!photograph) throw new NotFound('Photograph', id);
      this.events.publish(photographDeleted, id, { fileKey: photograph.fileKey });
      await this.record(actor, photograph, 'photograph.deleted');
      em.remove(photograph);
    });
  }

  async namedAmong(keys: readonly string[]): Promise<string[]> {
    const where = { fileKey: { $in: [...keys] } };
    const named = await this.em.find(Photograph, where, { disableIdentityMap: true });
    return named.map(({ fileKey }) => fileKey);
  }

  private async bookingOf(
    em: EntityManager,
    actor: Actor,
    id: string,
    lockMode?: LockMode.PESSIMISTIC_WRITE,
  ): Promise<Booking> {
    const booking = await em.findOne(Booking, { id, ...ownBookings(actor) }, lockMode ? { lockMode } : {});
    if (!booking) throw new NotFound('Booking', id);
    return booking;
  }

  /** @throws TooManyPhotographs */
  private async checkRoom(em: EntityManager, { id }: Booking): Promise<void> {
    if ((await em.count(Photograph, { booking: id })) >= mostPhotographs)
      throw new TooManyPhotographs(mostPhotographs);
  }

  private shown(photograph: Photograph): ShownPhotograph {
    const { id, booking: bookingId, kind, width, height, sizeBytes, byKind, createdAt } = photograph;
    const link = this.links.link(`/${apiPrefix}/photographs/${id}/file`, id, this.clock.now());
    return { id, bookingId, kind, width, height, sizeBytes, byKind, createdAt, ...link };
  }

  private record(
    actor: Actor,
    { id, kind, booking, customer: person }: Photograph,
    action: string,
  ): Promise<void> {
    const object = { type: 'photograph', id };
    return this.audit.record(actor, { action, object, person, after: { kind, bookingId: booking } });
  }
}
