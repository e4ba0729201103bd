import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { DomainEvent } from '#libs/events';
import { defineNotificationKind, newNotification, Notifies } from '#libs/notifications';
import type { Permission } from '../access/roles.js';
import { mcpToolsChanged, type ChangedToolsFacts } from './mcp-server.events.js';

const changedKind = defineNotificationKind({
  name: 'mcp_server.tools_changed',
  category: 'system',
  audience: ['staff'] as const,
  facts: z.object({ serverId: z.uuid(), server: z.string(), count: z.int() }),
  sample: { serverId: '019aa000-0000-7000-8000-000000000004', server: 'weather', count: 2 },
  description:
    'A foreign server describes approved tools in another way: they are out of use until somebody approves them again.',
  templates: {
    en: {
      subject: 'Tools of {server} have changed',
      title: 'Foreign tools changed',
      body: 'The foreign server {server} describes {count, plural, one {an approved tool} other {# approved tools}} in another way than before. Until somebody has read and approved that, nobody can call {count, plural, one {it} other {them}}.',
      short: 'Tools of {server} have changed and need a new approval.',
    },
    hi: {
      subject: '{server} के टूल बदल गए हैं',
      title: 'बाहरी टूल बदले',
      body: 'बाहरी सर्वर {server} अब {count} स्वीकृत टूल का वर्णन अलग तरह से करता है। जब तक कोई उसे पढ़कर स्वीकृति नहीं देता, तब तक उनका उपयोग नहीं हो सकता।',
      short: '{server} के टूल बदल गए हैं: नई स्वीकृति चाहिए।',
    },
  },
});

/** Of those who can approve them. */
const approving: Permission = 'system.configure';

@Injectable()
export class McpServersNotifications {
  @Notifies({ listener: 'notifications.mcp_tools_changed', on: mcpToolsChanged, kinds: [changedKind] })
  changed({ aggregate, data: { name, count } }: DomainEvent<ChangedToolsFacts>) {
    return newNotification({
      kind: changedKind,
      to: null,
      orStaffHolding: approving,
      facts: { serverId: aggregate.id, server: name, count },
    });
  }
}
