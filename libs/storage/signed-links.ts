import { Injectable } from '@nestjs/common';
import { SecretBox } from '#libs/secrets';

const purpose = 'file-link';
const form = /^([0-9a-z]{6,10})\.([0-9a-f]{64})$/;

/** Lets whoever has a link fetch one file for a while, without saying who they are: pictures in pages carry no credentials. */
@Injectable()
export class SignedLinks {
  constructor(private readonly secrets: SecretBox) {}

  /** @param id of the thing that is shown @returns what the link carries */
  sign(id: string, expiresAt: Date): string {
    const until = expiresAt.getTime().toString(36);
    return `${until}.${this.secrets.mark(purpose, `${id}.${until}`)}`;
  }

  isGood(id: string, signature: string, now: Date): boolean {
    const [, until, mark] = form.exec(signature) ?? [];
    if (until === undefined || mark === undefined) return false;
    return this.secrets.isMark(purpose, `${id}.${until}`, mark) && Number.parseInt(until, 36) > now.getTime();
  }
}
