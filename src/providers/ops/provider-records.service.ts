// What staff keep of providers: who they are, what they can do, where, and what they may. Every change locks the provider's row, counts it
// in its version, and stands in the audit log.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode, type FilterQuery } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { checkVersion, PageReader, type ExpectedVersions, type Page } from '#libs/http';
import { newId } from '#libs/orm';
import { Clock, localDate } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { AuditService, type AuditRecord } from '../../audit/audit.service.js';
import { ReadsService } from '../../audit/reads.service.js';
import { City, Pincode } from '../../catalogue/place.entity.js';
import { Subcategory } from '../../catalogue/service.entity.js';
import { Settings } from '../../config/settings.js';
import { ProviderDocument } from '../documents/provider-document.entity.js';
import { documentsShown } from '../documents/shown-documents.js';
import { Provider, ProviderPincode, ProviderSkill, type ProviderStatus } from '../provider.entity.js';
import { ProviderLeft, ProviderReferencesUnknown } from '../provider.errors.js';
import { ProviderStatistics, type StatisticsByPeriod } from '../provider-statistics.entity.js';
import type { ShownRecord, ShownRecordDetail } from './shown-record.js';
import {
  providerRecordsList,
  type CreateProviderInput,
  type ProviderRecordsQuery,
  type UpdateProviderInput,
} from './provider-records.schemas.js';

@Injectable()
export class ProviderRecordsService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly audit: AuditService,
    private readonly reads: ReadsService,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** That staff look at the phone numbers is noted. @throws CursorInvalid, ValidationFailed */
  async list(actor: Actor, query: ProviderRecordsQuery): Promise<Page<ShownRecord>> {
    await this.reads.note(actor, { action: 'providers.listed', object: { type: 'provider', id: 'many' } });
    const page = await this.pages.read(Provider, providerRecordsList, query, { where: wheres(query) });
    const cities = await this.em.find(City, { id: { $in: page.items.map(({ city }) => city) } });
    const cityOf = new Map(cities.map((city) => [city.id, city]));
    return { ...page, items: page.items.map((each) => this.shown(each, cityOf.get(each.city)!)) };
  }

  /** That staff look is noted. @throws NotFound */
  async get(actor: Actor, id: string): Promise<ShownRecordDetail> {
    await this.reads.note(actor, { action: 'provider.viewed', object: { type: 'provider', id }, person: id });
    return this.detail(id);
  }

  /** How the work has gone, also of those who have left; null before it was counted. @throws NotFound */
  async statistics(
    _actor: Actor,
    id: string,
  ): Promise<{ providerId: string; statistics: StatisticsByPeriod | null }> {
    if ((await this.em.count(Provider, { id })) === 0) throw new NotFound('Provider', id);
    const counted = await this.em.findOne(ProviderStatistics, { provider: id });
    return { providerId: id, statistics: counted?.shown() ?? null };
  }

  /** @throws ProviderReferencesUnknown */
  async create(actor: Actor, input: CreateProviderInput): Promise<ShownRecordDetail> {
    const { skills, pincodes, cityId, ...person } = input;
    const id = newId();
    await this.em.transactional(async (em) => {
      await this.checkCity(cityId);
      const provider = em.create(Provider, { id, city: cityId, ...person });
      await this.setSkills(provider, skills);
      await this.setPincodes(provider, pincodes);
      await this.record(actor, id, 'provider.created', { after: { ...input } });
    });
    return this.detail(id);
  }

  /** @param input all of it, or what changes @throws NotFound, PreconditionFailed, ProviderLeft, ProviderReferencesUnknown */
  change(
    actor: Actor,
    id: string,
    { cityId, ...input }: UpdateProviderInput,
    expected: ExpectedVersions,
  ): Promise<ShownRecordDetail> {
    return this.changing(actor, id, 'provider.changed', expected, async (provider) => {
      if (cityId !== undefined) await this.checkCity(cityId);
      const changes = { ...input, ...(cityId !== undefined && { city: cityId }) };
      const before = Object.fromEntries(
        Object.keys(changes).map((name) => [name, provider[name as keyof typeof changes]]),
      );
      Object.assign(provider, changes);
      return { before, after: changes };
    });
  }

  /** @throws NotFound, PreconditionFailed, ProviderLeft, ProviderReferencesUnknown */
  replaceSkills(
    actor: Actor,
    id: string,
    skills: readonly string[],
    expected: ExpectedVersions,
  ): Promise<ShownRecordDetail> {
    return this.changing(actor, id, 'provider.skills_changed', expected, async (provider) => {
      const before = await this.setSkills(provider, skills);
      return { before: { skills: before }, after: { skills } };
    });
  }

  /** @throws NotFound, PreconditionFailed, ProviderLeft, ProviderReferencesUnknown */
  replacePincodes(
    actor: Actor,
    id: string,
    pincodes: readonly string[],
    expected: ExpectedVersions,
  ): Promise<ShownRecordDetail> {
    return this.changing(actor, id, 'provider.pincodes_changed', expected, async (provider) => {
      const before = await this.setPincodes(provider, pincodes);
      return { before: { pincodes: before }, after: { pincodes } };
    });
  }

  /**
   * Suspends, takes back or takes leave of a provider. What is booked with them stays booked: whoever calls this tells of it (src/planning).
   * To be called in a transaction.
   * @throws NotFound, PreconditionFailed, ProviderStatusIllegal
   */
  async moveTo(
    actor: Actor,
    id: string,
    status: ProviderStatus,
    reason: string,
    expected: ExpectedVersions,
  ): Promise<ShownRecordDetail> {
    const provider = await this.locked(id, expected);
    const before = { status: provider.status };
    provider.moveTo(status);
    await this.record(actor, id, 'provider.status_changed', { before, after: { status, reason } });
    await this.em.flush();
    return this.detail(id);
  }

  /** To be called in a transaction. @throws NotFound, PreconditionFailed */
  async locked(id: string, expected: ExpectedVersions): Promise<Provider> {
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const provider = await this.em.findOne(Provider, { id }, { lockMode, refresh: true });
    if (!provider) throw new NotFound('Provider', id);
    checkVersion(provider, expected);
    return provider;
  }

  /** Locks the provider, changes, counts the change and records it. @throws NotFound, PreconditionFailed, ProviderLeft */
  async changing(
    actor: Actor,
    id: string,
    action: string,
    expected: ExpectedVersions,
    change: (provider: Provider) => Promise<Pick<AuditRecord, 'before' | 'after'>>,
  ): Promise<ShownRecordDetail> {
    await this.em.transactional(async () => {
      const provider = await this.locked(id, expected);
      if (provider.status === 'left') throw new ProviderLeft();
      const facts = await change(provider);
      provider.countChange();
      await this.record(actor, id, action, facts);
    });
    return this.detail(id);
  }

  private record(
    actor: Actor,
    id: string,
    action: string,
    facts: Pick<AuditRecord, 'before' | 'after'>,
  ): Promise<void> {
    return this.audit.record(actor, { action, object: { type: 'provider', id }, person: id, ...facts });
  }

  private async detail(id: string): Promise<ShownRecordDetail> {
    const provider = await this.em.findOne(
      Provider,
      { id },
      { populate: ['skills', 'pincodes'], refresh: true },
    );
    if (!provider) throw new NotFound('Provider', id);
    const city = await this.em.findOneOrFail(City, { id: provider.city });
    const skills = provider.skills.map(({ subcategory }) => subcategory);
    const documents = await this.em.find(ProviderDocument, { provider: id }, { orderBy: { kind: 'asc' } });
    return {
      ...this.shown(provider, city),
      skills: await this.em.find(Subcategory, { id: { $in: skills } }, { orderBy: { name: 'asc' } }),
      pincodes: provider.pincodes.map(({ pincode }) => pincode).sort(),
      documents: documentsShown(documents),
    };
  }

  private shown(provider: Provider, city: City): ShownRecord {
    const today = localDate(this.clock.now(), this.settings.BUSINESS_TIME_ZONE);
    return {
      id: provider.id,
      name: provider.name,
      phone: provider.phone,
      about: provider.about,
      city,
      status: provider.status as ProviderStatus,
      nextStatuses: provider.nextStatuses,
      ratingAverage: provider.ratingAverage,
      ratingCount: provider.ratingCount,
      weeklyMaxMinutes: provider.weeklyMaxMinutes,
      minRestMinutes: provider.minRestMinutes,
      documentsValidUntil: provider.documentsValidUntil ?? null,
      takesVisits: provider.takesVisitsOn(today),
      version: provider.version,
      createdAt: provider.createdAt,
      updatedAt: provider.updatedAt,
    };
  }

  /** @returns those before */
  private async setSkills(provider: Provider, skills: readonly string[]): Promise<string[]> {
    await this.checkKnown('skills', skills, (wanted) =>
      this.em
        .find(Subcategory, { id: { $in: wanted } }, { fields: ['id'] })
        .then((rows) => rows.map(({ id }) => id)),
    );
    const links = await this.em.find(ProviderSkill, { provider: provider.id });
    const known = links.map(({ subcategory }) => subcategory);
    this.em.remove(links.filter(({ subcategory }) => !skills.includes(subcategory)));
    for (const subcategory of skills.filter((each) => !known.includes(each)))
      this.em.create(ProviderSkill, { provider, subcategory });
    return known.sort();
  }

  /** @returns those before */
  private async setPincodes(provider: Provider, pincodes: readonly string[]): Promise<string[]> {
    await this.checkKnown('pincodes', pincodes, (wanted) =>
      this.em
        .find(Pincode, { code: { $in: wanted } }, { fields: ['code'] })
        .then((rows) => rows.map(({ code }) => code)),
    );
    const links = await this.em.find(ProviderPincode, { provider: provider.id });
    const known = links.map(({ pincode }) => pincode);
    this.em.remove(links.filter(({ pincode }) => !pincodes.includes(pincode)));
    const { ratingAverage = 0, ratingCount = 0 } = provider;
    for (const pincode of pincodes.filter((each) => !known.includes(each)))
      this.em.create(ProviderPincode, { provider, pincode, ratingAverage, ratingCount });
    return known.sort();
  }

  private async checkKnown(
    what: 'skills' | 'pincodes',
    wanted: readonly string[],
    find: (wanted: string[]) => Promise<string[]>,
  ): Promise<void> {
    const known = new Set(await find([...wanted]));
    const unknown = wanted.filter((each) => !known.has(each));
    if (unknown.length > 0) throw new ProviderReferencesUnknown(what, unknown);
  }

  private async checkCity(id: string): Promise<void> {
    if ((await this.em.count(City, { id })) === 0) throw new ProviderReferencesUnknown('city', [id]);
  }
}

function wheres({
  status,
  cityId,
  skill,
  pincode,
  documentsExpireBefore,
  q,
}: ProviderRecordsQuery): FilterQuery<Provider>[] {
  return [
    ...(status ? [{ status }] : []),
    ...(cityId ? [{ city: cityId }] : []),
    ...(skill ? [{ skills: { subcategory: skill } }] : []),
    ...(pincode ? [{ pincodes: { pincode } }] : []),
    ...(documentsExpireBefore ? [{ documentsValidUntil: { $lt: documentsExpireBefore } }] : []),
    ...(q ? [{ name: { $ilike: `%${q.replace(/[\\%_]/g, '\\$&')}%` } }] : []),
  ];
}
