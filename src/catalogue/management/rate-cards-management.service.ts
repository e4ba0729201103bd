// Rate cards and where they apply, as staff change them.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import type { ExpectedVersions } from '#libs/http';
import { violatesConstraint } from '#libs/orm';
import { Clock } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { Pincode, type CityTier } from '../place.entity.js';
import { RateCard, RateCardAttribute, RateCardPincode } from '../rate-card.entity.js';
import type { RateAttribute } from '../rates.js';
import { Service } from '../service.entity.js';
import { CatalogueChanges } from './catalogue-changes.js';
import { PincodesOfAnotherTier, PincodesUnknown, RateCardExists } from './management.errors.js';
import type { ChangePincodes, CreateRateCard, ReplaceRateCard } from './management.schemas.js';

/** A rate card as staff see it. */
export interface ManagedRateCard {
  id: string;
  serviceId: string;
  tier: CityTier;
  pricePaise: number;
  currency: string;
  attributes: RateAttribute[];
  pincodesCount: number;
  version: number;
}

@Injectable()
export class RateCardsManagementService {
  constructor(
    private readonly em: EntityManager,
    private readonly changes: CatalogueChanges,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound when there is no such service */
  async ofService(_actor: Actor, service: string): Promise<ManagedRateCard[]> {
    if ((await this.em.count(Service, { id: service })) === 0) throw new NotFound('Service', service);
    const cards = await this.em.find(RateCard, { service }, { orderBy: { tier: 'asc' } });
    return Promise.all(cards.map((card) => shown(this.em, card)));
  }

  /** @throws NotFound */
  async get(_actor: Actor, id: string): Promise<ManagedRateCard> {
    const card = await this.em.findOne(RateCard, { id });
    if (!card) throw new NotFound('Rate card', id);
    return shown(this.em, card);
  }

  /** One for each tier. It applies nowhere yet. @throws NotFound, RateCardExists */
  async create(
    actor: Actor,
    serviceId: string,
    { tier, pricePaise, attributes }: CreateRateCard,
  ): Promise<ManagedRateCard> {
    try {
      return await this.changes.run('rate card', async (em) => {
        const service = await this.changes.locked(em, Service, serviceId, new NotFound('Service', serviceId));
        const card = em.create(RateCard, { service, tier, pricePaise });
        addAttributes(em, card, attributes);
        await em.flush();
        const made = await shown(em, card);
        await this.record(actor, 'rate_card.created', card.id, undefined, made);
        return made;
      });
    } catch (error) {
      if (violatesConstraint(error, 'rate_cards_service_tier_unique')) throw new RateCardExists(tier);
      throw error;
    }
  }

  /** What was sold keeps its price. @throws NotFound, PreconditionFailed */
  replace(
    actor: Actor,
    id: string,
    { pricePaise, attributes }: ReplaceRateCard,
    expected: ExpectedVersions,
  ): Promise<ManagedRateCard> {
    return this.changes.run('rate card', async (em) => {
      const card = await this.changes.locked(em, RateCard, id, new NotFound('Rate card', id), expected);
      const before = await shown(em, card);
      card.pricePaise = pricePaise;
      // Written also where only attributes change: they are rows of their own, and the version is that of the card.
      card.updatedAt = this.clock.now();
      await em.nativeDelete(RateCardAttribute, { rateCard: id });
      addAttributes(em, card, attributes);
      await em.flush();
      const after = await shown(em, card);
      await this.record(actor, 'rate_card.changed', id, before, after);
      return after;
    });
  }

  /** What was ever booked stays: without pincodes it applies nowhere. @throws NotFound, PreconditionFailed, CatalogueInUse */
  async remove(actor: Actor, id: string, expected: ExpectedVersions): Promise<void> {
    await this.changes.run('rate card', async (em) => {
      const card = await this.changes.locked(em, RateCard, id, new NotFound('Rate card', id), expected);
      await this.record(actor, 'rate_card.deleted', id, await shown(em, card), undefined);
      await em.nativeDelete(RateCardPincode, { rateCard: id });
      await em.nativeDelete(RateCardAttribute, { rateCard: id });
      await em.nativeDelete(RateCard, { id });
    });
  }

  /** In order. @throws NotFound */
  async pincodes(_actor: Actor, id: string): Promise<string[]> {
    if ((await this.em.count(RateCard, { id })) === 0) throw new NotFound('Rate card', id);
    const links = await this.em.find(RateCardPincode, { rateCard: id }, { orderBy: { pincode: 'asc' } });
    return links.map(({ pincode }) => pincode.code);
  }

  /** Whatever is so already stays so: doing it again changes nothing. @throws NotFound, PincodesUnknown, PincodesOfAnotherTier */
  async changePincodes(actor: Actor, id: string, { add, remove }: ChangePincodes): Promise<ManagedRateCard> {
    return this.changes.run('rate card', async (em) => {
      const card = await this.changes.locked(em, RateCard, id, new NotFound('Rate card', id));
      await checkPlaces(em, card.tier as CityTier, add);
      const service = card.service.id;
      const known = await em.find(RateCardPincode, { rateCard: id, pincode: { $in: add } });
      const held = new Set(known.map(({ pincode }) => pincode.code));
      const added = add.filter((code) => !held.has(code));
      if (added.length > 0)
        await em.insertMany(
          RateCardPincode,
          added.map((pincode) => ({ rateCard: id, pincode, service })),
        );
      const removed = remove.length
        ? await em.nativeDelete(RateCardPincode, { rateCard: id, pincode: { $in: remove } })
        : 0;
      if (added.length + removed > 0)
        await this.changes.record(actor, {
          action: 'rate_card.pincodes_changed',
          type: 'rate_card',
          id,
          after: { added, removed: removed > 0 ? remove : [] },
        });
      return shown(em, card);
    });
  }

  private record(
    actor: Actor,
    action: string,
    id: string,
    before: ManagedRateCard | undefined,
    after: ManagedRateCard | undefined,
  ): Promise<void> {
    return this.changes.record(actor, {
      action,
      type: 'rate_card',
      id,
      before: before && factsOf(before),
      after: after && factsOf(after),
    });
  }
}

function addAttributes(em: SqlEntityManager, rateCard: RateCard, attributes: readonly RateAttribute[]): void {
  attributes.forEach((attribute, position) =>
    em.create(RateCardAttribute, { rateCard, position, ...attribute, terms: [...attribute.terms] }),
  );
}

/** @throws PincodesUnknown, PincodesOfAnotherTier */
async function checkPlaces(em: SqlEntityManager, tier: CityTier, codes: readonly string[]): Promise<void> {
  const places = await em.find(Pincode, { code: { $in: [...codes] } }, { populate: ['city'] });
  const known = new Map(places.map((place) => [place.code, place.city.tier]));
  const unknown = codes.filter((code) => !known.has(code));
  if (unknown.length > 0) throw new PincodesUnknown(unknown);
  const others = codes.filter((code) => known.get(code) !== tier);
  if (others.length > 0) throw new PincodesOfAnotherTier(tier, others);
}

async function shown(em: EntityManager, card: RateCard): Promise<ManagedRateCard> {
  const { id, tier, pricePaise, currency, version } = card;
  const rows = await em.find(
    RateCardAttribute,
    { rateCard: id },
    { orderBy: { position: 'asc' }, disableIdentityMap: true },
  );
  return {
    id,
    tier: tier as CityTier,
    pricePaise,
    currency,
    version,
    serviceId: card.service.id,
    attributes: rows.map(({ code, name, group, isDefault, terms, pricePaise: added }) => {
      return { code, name, group: group ?? null, isDefault, terms, pricePaise: added };
    }),
    pincodesCount: await em.count(RateCardPincode, { rateCard: id }),
  };
}

function factsOf({ tier, pricePaise, attributes }: ManagedRateCard) {
  const plain = attributes.map(({ name: label, ...attribute }) => ({ ...attribute, label }));
  return { tier, pricePaise, attributes: plain };
}
