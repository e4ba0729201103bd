import type { OpenAPIObject } from '@nestjs/swagger';
import type { NotificationKind } from '#libs/notifications';

/** Names in the API document which kinds and categories there are: the schemas are there before the domains have declared them. */
export function addNotificationKinds(document: OpenAPIObject, kinds: readonly NotificationKind[]): void {
  const schemas = document.components!.schemas as Record<string, { enum?: string[] }>;
  schemas['NotificationKind']!.enum = kinds.map(({ name }) => name);
  schemas['NotificationCategory']!.enum = [...new Set(kinds.map(({ category }) => category))].sort();
}
