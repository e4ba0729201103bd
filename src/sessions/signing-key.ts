import { createSecretKey, type KeyObject } from 'node:crypto';
import { SecretBox } from '#libs/secrets';

export function signingKey(box: SecretBox): KeyObject {
  return createSecretKey(Buffer.from(box.mark('access-token', 'key')));
}
