import { Inject, Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { checkVersion, ValidationFailed, type ExpectedVersions } from '#libs/http';
import {
  defaultChannelsOf,
  lockedChannelsOf,
  NotificationKindRegistry,
  switchableChannels,
  type NotificationKind,
  type NotifiedPerson,
  type SwitchableChannel,
} from '#libs/notifications';
import { Clock } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { Settings } from '../../config/settings.js';
import { DeliveryRequests } from '../deliveries/delivery-requests.js';
import { ChannelLocked } from '../notifications.errors.js';
import { NotificationDelivery } from '../notification.entity.js';
import {
  minutesOf,
  timeOf,
  type ReplacePreferencesInput,
  type UpdatePreferencesInput,
} from '../notifications.schemas.js';
import { NotificationPreferences, type ChannelChoices } from './notification-preferences.entity.js';
import { personOf } from '../person.js';
import { nextHour, type QuietHours } from './quiet-hours.js';

/** What somebody has chosen, or what holds for those who have not. */
export interface ChannelPreferences {
  choices: ChannelChoices;
  timeZone: string;
  quiet: QuietHours | null;
  digestHour: number | null;
}

@Injectable()
export class PreferencesService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly kinds: NotificationKindRegistry,
    private readonly requests: DeliveryRequests,
    private readonly audit: AuditService,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  async preferencesOf(person: NotifiedPerson): Promise<ChannelPreferences> {
    return this.wishesIn(await this.em.findOne(NotificationPreferences, keyOf(person)));
  }

  /** One's own, as `preferencesView` shows them. */
  async get(actor: Actor) {
    const person = personOf(actor);
    return this.shown(person, await this.em.findOne(NotificationPreferences, keyOf(person)));
  }

  /** What is not in the input is as by default from now on. @throws ValidationFailed, ChannelLocked, PreconditionFailed */
  replace(actor: Actor, { kinds, ...others }: ReplacePreferencesInput, expected: ExpectedVersions) {
    this.checkKinds(kinds);
    return this.change(actor, expected, () => ({ choices: kinds, ...columnsOf(others) }));
  }

  /** What is not in the input stays as it is. @throws ValidationFailed, ChannelLocked, PreconditionFailed */
  update(actor: Actor, { kinds = {}, ...others }: UpdatePreferencesInput, expected: ExpectedVersions) {
    this.checkKinds(kinds);
    return this.change(actor, expected, ({ choices }) => ({
      choices: mergedChoices(choices, kinds),
      ...columnsOf(others),
    }));
  }

  /** @param changed the columns that become different, of the row as it is when nobody else can change it */
  private change(
    actor: Actor,
    expected: ExpectedVersions,
    changed: (row: NotificationPreferences) => Partial<NotificationPreferences>,
  ) {
    const person = personOf(actor);
    return this.em.transactional(async (em) => {
      const row = await this.locked(em as SqlEntityManager, person);
      checkVersion(row, expected);
      const [before, earlier] = [row.digestHour ?? null, chosenIn(row)];
      Object.assign(row, changed(row), { version: row.version + 1 });
      await this.audit.record(actor, {
        action: 'notification_preferences.changed',
        object: { type: person.kind, id: person.id },
        before: earlier,
        after: chosenIn(row),
      });
      await em.flush();
      if (before !== null) await this.moveDigest(em as SqlEntityManager, person, this.wishesIn(row));
      return this.shown(person, row);
    });
  }

  /** Made when it is missing: of two who change it at once the second waits for the first, the first time included. */
  private async locked(em: SqlEntityManager, person: NotifiedPerson): Promise<NotificationPreferences> {
    await em.execute(
      `insert into notification_preferences (person_id, person_kind, choices, version) values (?, ?, '{}', 0)
       on conflict do nothing`,
      [person.id, person.kind],
    );
    const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
    return em.findOneOrFail(NotificationPreferences, keyOf(person), options);
  }

  /** What waits for a digest waits for the one that they want now, or goes out by itself if they want none any more. */
  private async moveDigest(
    em: SqlEntityManager,
    person: NotifiedPerson,
    wishes: ChannelPreferences,
  ): Promise<void> {
    const waiting = {
      personId: person.id,
      personKind: person.kind,
      status: 'digested',
      digest: null,
    } as const;
    if (wishes.digestHour !== null) {
      const notBefore = nextHour(this.clock.now(), wishes.digestHour, wishes.timeZone);
      await em.nativeUpdate(NotificationDelivery, waiting, { notBefore });
      return;
    }
    const released = await em.find(NotificationDelivery, waiting, { lockMode: LockMode.PESSIMISTIC_WRITE });
    for (const delivery of released) Object.assign(delivery, { status: 'pending', notBefore: null });
    await em.flush();
    await this.requests.add(released);
  }

  private wishesIn(row: NotificationPreferences | null): ChannelPreferences {
    return {
      choices: row?.choices ?? {},
      timeZone: row?.timeZone ?? this.settings.BUSINESS_TIME_ZONE,
      quiet: row?.quietFrom == null ? null : { from: row.quietFrom, to: row.quietTo! },
      digestHour: row?.digestHour ?? null,
    };
  }

  private checkKinds(kinds: ChangedChoices): void {
    for (const [name, channels] of Object.entries(kinds)) this.check(name, channels ?? {});
  }

  /** @param chosen for the kind of that name @throws ValidationFailed where there is none, ChannelLocked */
  private check(name: string, chosen: ChannelChoices[string]): void {
    const kind = this.kinds.find(name);
    if (!kind)
      throw new ValidationFailed([{ path: ['kinds', name], message: 'is not a kind of notification' }]);
    const locked = lockedChannelsOf(kind).find((channel) => chosen[channel] === false);
    if (locked) throw new ChannelLocked(name, locked);
  }

  private shown(person: NotifiedPerson, row: NotificationPreferences | null) {
    const { choices, timeZone, quiet, digestHour } = this.wishesIn(row);
    const kinds = this.kinds.all().filter(({ audience }) => audience.includes(person.kind));
    return {
      kinds: kinds.map((kind) => ({
        kind: kind.name,
        category: kind.category,
        description: kind.description,
        channels: Object.fromEntries(
          switchableChannels.map((channel) => [channel, isWanted(kind, choices[kind.name], channel)]),
        ),
        locked: lockedChannelsOf(kind),
      })),
      timeZone,
      quietHours: quiet && { from: timeOf(quiet.from), to: timeOf(quiet.to) },
      digest: digestHour === null ? { mode: 'off' as const } : { mode: 'daily' as const, hour: digestHour },
      version: row?.version ?? 0,
    };
  }
}

/** @param chosen of this kind */
export function isWanted(
  kind: NotificationKind,
  chosen: ChannelChoices[string] | undefined,
  channel: SwitchableChannel,
): boolean {
  return lockedChannelsOf(kind).includes(channel) || (chosen?.[channel] ?? defaultChannelsOf(kind)[channel]);
}

/** Null: as by default again. */
type ChangedChoices = Record<string, ChannelChoices[string] | null>;

function mergedChoices(choices: ChannelChoices, changed: ChangedChoices): ChannelChoices {
  const merged = { ...choices };
  for (const [name, channels] of Object.entries(changed)) {
    if (channels === null) delete merged[name];
    else merged[name] = { ...merged[name], ...channels };
  }
  return merged;
}

/** Of what is left out, none. */
function columnsOf({ timeZone, quietHours, digest }: Omit<UpdatePreferencesInput, 'kinds'>) {
  return {
    ...(timeZone !== undefined && { timeZone }),
    ...(quietHours !== undefined && {
      quietFrom: quietHours && minutesOf(quietHours.from),
      quietTo: quietHours && minutesOf(quietHours.to),
    }),
    ...(digest && { digestHour: digest.mode === 'daily' ? digest.hour : null }),
  };
}

/** For the audit log. */
function chosenIn({ choices, timeZone, quietFrom, quietTo, digestHour }: NotificationPreferences) {
  return { choices, timeZone, quietFrom, quietTo, digestHour };
}

function keyOf({ id, kind }: NotifiedPerson) {
  return { personId: id, personKind: kind };
}
