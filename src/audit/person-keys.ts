// Personal data in the audit log is encrypted with a key of the person. Entries can never be changed, keys can be destroyed.
import { randomBytes } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { BoundedMap } from '#libs/cache';
import { SealBroken, SecretBox } from '#libs/secrets';

const keyBytes = 32;
/** Of a person's key, in the database. */
const keyPurpose = 'audit-person';
/** Of what is sealed with it. */
const entryPurpose = 'audit-entry';

const personsRemembered = 1_000;

@Injectable()
export class PersonKeys {
  private readonly logger = new Logger('Audit');
  /** Whose key could not be opened: said once. */
  private readonly broken = new BoundedMap<string, true>(personsRemembered);

  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly box: SecretBox,
  ) {}

  /**
   * Makes the person's key when there is none yet.
   * @param entry the id of the entry that it belongs to, and can be opened with
   * @returns null when the person was erased: nothing personal is kept of them any more; and when their key cannot be opened (another
   * SECRET_KEY, a damaged row), which is logged: what they do must not fail for it
   */
  async seal(person: string, entry: string, plain: string): Promise<Buffer | null> {
    try {
      const found = await this.find(person);
      const key = found === undefined ? await this.make(person) : found;
      return key ? new SecretBox(key).seal(entryPurpose, plain, entry) : null;
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      if (!this.broken.has(person))
        this.logger.error({ person }, 'key of a person cannot be opened: nothing is sealed of them');
      this.broken.set(person, true);
      return null;
    }
  }

  /**
   * Null when the person was erased.
   * @throws SealBroken when it was changed, or belongs to another entry
   */
  async open(person: string, entry: string, sealed: Uint8Array): Promise<string | null> {
    const key = await this.find(person);
    return key ? new SecretBox(key).open(entryPurpose, sealed, entry).toString() : null;
  }

  /**
   * Overwrites the key, and leaves a mark so that none is made again. What a database keeps of old rows goes with its next vacuum;
   * backups are the operator's to expire.
   */
  async destroy(person: string): Promise<void> {
    await this.em.execute(
      `insert into audit_person_keys (person, sealed_key) values (?, null)
       on conflict (person) do update set sealed_key = null, updated_at = now()`,
      [person],
    );
  }

  /** Undefined when the person never had one, null when it was destroyed. */
  private async find(person: string): Promise<Buffer | null | undefined> {
    // Raw: it is read for every entry, and an entity would cost four times as much.
    const [row] = await this.em.execute<{ sealed_key: Uint8Array | null }[]>(
      'select sealed_key from audit_person_keys where person = ?',
      [person],
    );
    if (!row) return undefined;
    return row.sealed_key ? this.box.open(keyPurpose, row.sealed_key, person) : null;
  }

  /** Of several transactions that make one for the same person at once, one inserts; the others wait for its end and read. */
  private async make(person: string): Promise<Buffer | null | undefined> {
    const sealed = this.box.seal(keyPurpose, randomBytes(keyBytes), person);
    await this.em.execute(
      `insert into audit_person_keys (person, sealed_key) values (?, decode(?, 'base64'))
       on conflict (person) do nothing`,
      [person, sealed.toString('base64')],
    );
    return this.find(person);
  }
}
