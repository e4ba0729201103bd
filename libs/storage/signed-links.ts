import { Injectable } from '@nestjs/common';
import { SecretBox } from '#libs/secrets';
import { minuteMs } from '#libs/time';

/** Long enough to look at what a page shows, too short to be passed on. */
const linkMs = 10 * minuteMs;
const purpose = 'file-link';
const form = /^([0-9a-z]{6,10})\.([0-9a-f]{64})$/;

export interface SignedLink {
  url: string;
  urlExpiresAt: Date;
}

/** Lets whoever has a link fetch one file for a while, without saying who they are: pictures in pages carry no credentials. */
@Injectable()
export class SignedLinks {
  constructor(private readonly secrets: SecretBox) {}

  /** @param id of the thing that is shown @returns what the link carries */
  sign(id: string, expiresAt: Date): string {
    const until = expiresAt.getTime().toString(36);
    return `${until}.${this.secrets.mark(purpose, `${id}.${until}`)}`;
  }

  /** To the file of a thing, for ten minutes. @param path where it is served, with the signature as `signature` */
  link(path: string, id: string, now: Date): SignedLink {
    const urlExpiresAt = new Date(now.getTime() + linkMs);
    return { url: `${path}?signature=${this.sign(id, urlExpiresAt)}`, urlExpiresAt };
  }

  isGood(id: string, signature: string, now: Date): boolean {
    const [, until, mark] = form.exec(signature) ?? [];
    if (until === undefined || mark === undefined) return false;
    return this.secrets.isMark(purpose, `${id}.${until}`, mark) && Number.parseInt(until, 36) > now.getTime();
  }
}
