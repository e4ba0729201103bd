import { LockMode, type EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import { CustomTool } from './custom-tool.entity.js';

/** With its versions. Of two changes at once the second sees the first. @throws NotFound, PreconditionFailed */
export async function lockedTool(
  em: EntityManager,
  name: string,
  expected: ExpectedVersions,
): Promise<CustomTool> {
  const lockMode = LockMode.PESSIMISTIC_WRITE;
  const tool = await em.findOne(CustomTool, { name }, { lockMode, refresh: true });
  if (!tool) throw new NotFound('Custom tool', name);
  checkVersion(tool, expected);
  await em.populate(tool, ['versions'], { refresh: true });
  return tool;
}
