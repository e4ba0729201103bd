import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import { lockFor } from '#libs/orm';
import { SealBroken, SecretBox } from '#libs/secrets';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { ToolSecretExists, ToolSecretUnusable, TooManyToolSecrets } from '../custom-tools.errors.js';
import type { CreateToolSecret, ReplaceToolSecret } from './outside.schemas.js';
import { ToolSecret } from './tool-secret.entity.js';

const atMost = 100;
const purpose = 'tool-secret';

@Injectable()
export class ToolSecrets {
  constructor(
    private readonly em: EntityManager,
    private readonly secrets: SecretBox,
    private readonly audit: AuditService,
  ) {}

  /** For the request that is sent, and for nobody to see. @throws ToolSecretUnusable */
  async reveal(names: readonly string[], host: string): Promise<Record<string, string>> {
    if (names.length === 0) return {};
    const found = await this.em.find(ToolSecret, { name: { $in: [...names] } }, { disableIdentityMap: true });
    return Object.fromEntries(
      names.map((name) => {
        const secret = found.find((each) => each.name === name);
        if (!secret) throw new ToolSecretUnusable(name, `There is no secret ${name}.`);
        if (!secret.hosts.includes(host))
          throw new ToolSecretUnusable(name, `The secret ${name} is not for ${host}.`);
        return [name, this.opened(secret)];
      }),
    );
  }

  /** By name. */
  list(_actor: Actor): Promise<ToolSecret[]> {
    return this.em.find(ToolSecret, {}, { orderBy: { name: 'asc' } });
  }

  /** @throws NotFound */
  async get(_actor: Actor, name: string): Promise<ToolSecret> {
    const secret = await this.em.findOne(ToolSecret, { name });
    if (!secret) throw new NotFound('Tool secret', name);
    return secret;
  }

  /** @throws ToolSecretExists, TooManyToolSecrets */
  create(actor: Actor, { value, ...input }: CreateToolSecret): Promise<ToolSecret> {
    return this.em.transactional(async (em) => {
      // One at a time, so that both refusals are exact.
      await lockFor(em, 'custom-tools.secrets');
      if ((await em.count(ToolSecret, { name: input.name })) > 0) throw new ToolSecretExists(input.name);
      if ((await em.count(ToolSecret)) >= atMost) throw new TooManyToolSecrets(atMost);
      const secret = em.create(ToolSecret, {
        ...input,
        sealed: this.secrets.seal(purpose, value, input.name),
        createdBy: actor.id,
      });
      await this.record(actor, 'created', input.name, { after: factsOf(secret) });
      return secret;
    });
  }

  /** The next call uses the new value. @throws NotFound, PreconditionFailed */
  replace(
    actor: Actor,
    name: string,
    { value, hosts, note }: ReplaceToolSecret,
    expected: ExpectedVersions,
  ): Promise<ToolSecret> {
    return this.em.transactional(async (em) => {
      const secret = await lockedSecret(em, name, expected);
      const before = factsOf(secret);
      const sealed = this.secrets.seal(purpose, value, name);
      Object.assign(secret, { hosts, note, sealed, version: secret.version + 1 });
      await this.record(actor, 'replaced', name, { before, after: factsOf(secret) });
      return secret;
    });
  }

  /** Tools that need it are refused from the next call on. @throws NotFound, PreconditionFailed */
  remove(actor: Actor, name: string, expected: ExpectedVersions): Promise<void> {
    return this.em.transactional(async (em) => {
      const secret = await lockedSecret(em, name, expected);
      await this.record(actor, 'deleted', name, { before: factsOf(secret) });
      em.remove(secret);
    });
  }

  private opened({ name, sealed }: ToolSecret): string {
    try {
      return this.secrets.open(purpose, sealed, name).toString();
    } catch (error) {
      if (error instanceof SealBroken)
        throw new ToolSecretUnusable(name, `The secret ${name} was sealed under another key. Write it anew.`);
      throw error;
    }
  }

  private record(actor: Actor, what: string, name: string, change: object): Promise<void> {
    return this.audit.record(actor, {
      action: `tool_secret.${what}`,
      object: { type: 'tool_secret', id: name },
      ...change,
    });
  }
}

/** Of two changes at once the second sees the first. */
async function lockedSecret(
  em: EntityManager,
  name: string,
  expected: ExpectedVersions,
): Promise<ToolSecret> {
  const lockMode = LockMode.PESSIMISTIC_WRITE;
  const secret = await em.findOne(ToolSecret, { name }, { lockMode, refresh: true });
  if (!secret) throw new NotFound('Tool secret', name);
  checkVersion(secret, expected);
  return secret;
}

/** Never the value. */
function factsOf({ hosts, note }: ToolSecret) {
  return { hosts: [...hosts], note };
}
