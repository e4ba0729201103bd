import { Injectable, type Provider } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { z } from 'zod';
import { defineEvent, type DomainEvent } from '#libs/events';
import type { JobRun } from '#libs/jobs';
import {
  defineNotificationKind,
  newNotification,
  NotificationKindRegistry,
  NotificationKindsModule,
  Notifies,
} from './index.js';

const template = { subject: 's', title: 't', body: 'b', short: 's' };
const define = (body: string, sample: object = {}, name = 'thing.moved') =>
  defineNotificationKind({
    name,
    category: 'things',
    audience: ['staff'],
    description: 'd',
    sample,
    facts: z.object({ reference: z.string().optional(), at: z.string().optional() }),
    templates: { en: template, hi: { ...template, body } },
  });

it('is refused when the program loads it, if a template asks for what it is not given', () => {
  expect(() => define('fine')).not.toThrow();
  expect(() => define('{nobody}')).toThrow('"nobody" was not provided');
  expect(() => define('{reference, date, day}', { reference: 'x' })).toThrow('not an instant');
  expect(() => define('fine', { reference: 7 })).toThrow('expected string');
});

describe('the registry', () => {
  const event = (type: string) =>
    defineEvent({ type, aggregate: 'thing', description: 'd', isPublic: false, data: z.object({}) });
  const [moved, gone] = [event('thing.moved'), event('thing.gone')];
  const [movedKind, goneKind, undeclared] = ['thing.moved', 'thing.gone', 'thing.lost'].map((name) =>
    define('fine', {}, name),
  ) as [ReturnType<typeof define>, ReturnType<typeof define>, ReturnType<typeof define>];
  const to = { kind: 'staff' as const, id: 'meera' };

  @Injectable()
  class Things {
    @Notifies({ listener: 'notifications.things', on: moved, kinds: [movedKind] })
    moved() {
      return newNotification({ kind: movedKind, to, facts: {} });
    }
    @Notifies({ listener: 'notifications.things', on: gone, kinds: [goneKind] })
    gone({ aggregate }: DomainEvent) {
      const kind = aggregate.id === 'odd' ? undeclared : goneKind;
      return aggregate.id === 'nobodys' ? null : newNotification({ kind, to, facts: {} });
    }
  }

  @Injectable()
  class Others {
    @Notifies({ listener: 'notifications.others', on: moved, kinds: [define('other', {}, 'thing.moved')] })
    moved() {
      return null;
    }
  }

  async function registryOf(...providers: Provider[]): Promise<NotificationKindRegistry> {
    const made = await Test.createTestingModule({ imports: [NotificationKindsModule], providers }).compile();
    return (await made.init()).get(NotificationKindRegistry);
  }
  const happened = (type: string, id: string) => ({ type, aggregate: { type: 'thing', id } }) as DomainEvent;

  it('knows the kinds, and has one listener ask only the methods for an event', async () => {
    const registry = await registryOf(Things);
    expect(registry.all().map(({ name }) => name)).toEqual(['thing.gone', 'thing.moved']);
    const [listener, ...rest] = registry.listeners();
    expect([rest, listener!.name, listener!.to]).toEqual([[], 'notifications.things', [moved, gone]]);
    const kindsOf = async (type: string, id: string) =>
      (await listener!.notificationsOf(happened(type, id), {} as JobRun)).map(({ kind }) => kind.name);
    expect(await kindsOf('thing.moved', 'one')).toEqual(['thing.moved']);
    expect(await kindsOf('thing.gone', 'one')).toEqual(['thing.gone']);
    expect(await kindsOf('thing.gone', 'nobodys')).toEqual([]);
    await expect(kindsOf('thing.gone', 'odd')).rejects.toThrow('has not declared the kind thing.lost');
  });

  it('refuses two kinds of one name', async () => {
    await expect(registryOf(Things, Others)).rejects.toThrow('Two notification kinds are named thing.moved.');
  });
});
