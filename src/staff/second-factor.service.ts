// The second factor of staff: codes of an authenticator app (TOTP, RFC 6238: SHA-1, six digits, 30 seconds, which is what the apps
// speak) and recovery codes. A code is accepted once, whoever else comes with it at the same moment.
import { randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { generateSecret, generateURI, verifySync } from 'otplib';
import { SecretBox } from '#libs/secrets';
import { Clock } from '#libs/time';
import { SecondFactorNeeded, SecondFactorState, SecondFactorWrong } from './staff.errors.js';
import { RecoveryCode, SecondFactor } from './second-factor.entity.js';
import type { Staff } from './staff.entity.js';

const issuer = 'Home services desk';
/** RFC 6238, 5.2: one step back for the way, and one ahead for a telephone whose clock is fast. */
const toleranceSeconds = 30;

const recoveryCodes = 10;
/** No letter that is mistaken for another one. Ten of them are 49 bits, kept as marks that only we can make. */
const recoveryAlphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const recoveryLength = 10;

const seedPurpose = 'totp-seed';
const recoveryPurpose = 'staff-recovery-code';

export interface PresentedFactor {
  code?: string;
  recoveryCode?: string;
}

@Injectable()
export class SecondFactorService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  async isOn(staffId: string): Promise<boolean> {
    return (await this.em.count(SecondFactor, { staff: staffId, confirmedAt: { $ne: null } })) > 0;
  }

  /** @throws SecondFactorState when it is not `state` */
  async checkIs(state: 'off' | 'begun' | 'on', staffId: string): Promise<void> {
    const factor = await this.em.findOne(SecondFactor, { staff: staffId }, { disableIdentityMap: true });
    const isOn = factor?.confirmedAt != null;
    if (state === 'on' && !isOn) throw new SecondFactorState('It is not on.');
    if (state === 'off' && isOn) throw new SecondFactorState('It is on already: turn it off first.');
    if (state === 'begun' && (!factor || isOn))
      throw new SecondFactorState('Begin anew: nothing to confirm.');
  }

  /** A new seed; what was begun before and not confirmed is forgotten. Within the caller's transaction. @throws SecondFactorState */
  async begin(staff: Staff): Promise<{ secret: string; uri: string }> {
    const known = await this.em.findOne(SecondFactor, { staff: staff.id }, { refresh: true });
    if (known?.confirmedAt) throw new SecondFactorState('It is on already: turn it off first.');
    const secret = generateSecret();
    const seed = this.secrets.seal(seedPurpose, secret, staff.id);
    if (known) known.seed = seed;
    else this.em.create(SecondFactor, { staff: staff.id, seed });
    return { secret, uri: generateURI({ issuer, label: staff.email, secret }) };
  }

  /** From here on it counts. Within the caller's transaction. @returns null when the code is wrong. @throws SecondFactorState */
  async confirm(staffId: string, code: string): Promise<string[] | null> {
    const factor = await this.em.findOne(SecondFactor, { staff: staffId }, { refresh: true });
    if (!factor || factor.confirmedAt) throw new SecondFactorState('Begin anew: nothing to confirm.');
    if (!(await this.accept(factor, code))) return null;
    factor.confirmedAt = this.clock.now();
    return this.renewRecoveryCodes(staffId);
  }

  /**
   * To be called at every login, after the password, in its transaction: what it uses up stays used only if the login succeeds.
   * @throws SecondFactorNeeded, SecondFactorWrong
   */
  async pass(staffId: string, { code, recoveryCode }: PresentedFactor): Promise<void> {
    const factor = await this.em.findOne(
      SecondFactor,
      { staff: staffId, confirmedAt: { $ne: null } },
      { refresh: true },
    );
    if (!factor) return;
    if (code === undefined && recoveryCode === undefined) throw new SecondFactorNeeded();
    const passed =
      code === undefined
        ? await this.useRecoveryCode(staffId, recoveryCode!)
        : await this.accept(factor, code);
    if (!passed) throw new SecondFactorWrong();
  }

  /** The old ones no longer work. Within the caller's transaction. */
  async renewRecoveryCodes(staffId: string): Promise<string[]> {
    await this.em.nativeDelete(RecoveryCode, { staff: staffId });
    const codes = Array.from({ length: recoveryCodes }, newRecoveryCode);
    for (const code of codes) {
      this.em.create(RecoveryCode, { staff: staffId, digest: this.digestOf(staffId, code) });
    }
    return codes;
  }

  /** Within the caller's transaction. @returns whether it was on */
  async remove(staffId: string): Promise<boolean> {
    await this.em.nativeDelete(RecoveryCode, { staff: staffId });
    const removed = await this.em.execute<{ confirmed_at: unknown }[]>(
      'delete from staff_second_factors where staff_id = ? returning confirmed_at',
      [staffId],
    );
    return removed.some((row) => row.confirmed_at !== null);
  }

  /** One statement: of those who come with one code at once, the first is accepted. */
  private async accept(factor: SecondFactor, code: string): Promise<boolean> {
    const result = verifySync({
      secret: this.secrets.open(seedPurpose, factor.seed, factor.staff).toString(),
      token: code,
      epoch: Math.floor(this.clock.now().getTime() / 1000),
      epochTolerance: toleranceSeconds,
    });
    if (!result.valid || !('timeStep' in result)) return false;
    const taken = await this.em.execute<unknown[]>(
      `update staff_second_factors set last_step = ?
       where staff_id = ? and (last_step is null or last_step < ?) returning staff_id`,
      [result.timeStep, factor.staff, result.timeStep],
    );
    return taken.length === 1;
  }

  /** One statement, as above. */
  private async useRecoveryCode(staffId: string, typed: string): Promise<boolean> {
    const digest = this.digestOf(staffId, typed);
    return (await this.em.nativeDelete(RecoveryCode, { staff: staffId, digest })) === 1;
  }

  /** However it was typed: with or without the dash, in small letters. */
  private digestOf(staffId: string, code: string): string {
    const plain = code.toUpperCase().replace(/[^0-9A-Z]/g, '');
    return this.secrets.mark(recoveryPurpose, `${staffId}:${plain}`);
  }
}

function newRecoveryCode(): string {
  const letter = () => recoveryAlphabet[randomInt(recoveryAlphabet.length)]!;
  const text = Array.from({ length: recoveryLength }, letter).join('');
  return `${text.slice(0, recoveryLength / 2)}-${text.slice(recoveryLength / 2)}`;
}
