/** The request did not come to an answer. Messages are for staff: they name no address that a name leads to. */
export abstract class OutboundError extends Error {
  /** @param code stable, SCREAMING_SNAKE */
  protected constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Not a web address, or one that is never asked: another scheme, credentials, the port of another protocol. */
export class UrlRefused extends OutboundError {
  constructor(why: string) {
    super('URL_REFUSED', why);
  }
}

/** It leads to something that is not on the public internet. */
export class AddressRefused extends OutboundError {
  /** @param kind see `kindOf` */
  constructor(readonly kind: string) {
    super('ADDRESS_REFUSED', `It leads to an address that is not public (${kind}).`);
  }
}

export class NameNotResolved extends OutboundError {
  constructor(cause?: unknown) {
    super('NAME_NOT_RESOLVED', 'The name has no address.', { cause });
  }
}

export class ConnectFailed extends OutboundError {
  constructor(cause: unknown) {
    super('CONNECT_FAILED', 'Nobody took the connection.', { cause });
  }
}

export class TlsFailed extends OutboundError {
  constructor(cause: unknown) {
    super('TLS_FAILED', 'Its certificate is not valid, or it does not speak TLS.', { cause });
  }
}

export class TimedOut extends OutboundError {
  constructor(milliseconds: number) {
    super('TIMED_OUT', `There was no answer within ${milliseconds} ms.`);
  }
}

export class AnswerTooLong extends OutboundError {
  constructor(mostBytes: number) {
    super('ANSWER_TOO_LONG', `The answer is longer than ${mostBytes} bytes.`);
  }
}

/** It sends whoever asks elsewhere, which nobody has allowed. */
export class RedirectRefused extends OutboundError {
  constructor(status: number) {
    super('REDIRECT_REFUSED', `It answers with a redirect (${status}), which is not followed.`);
  }
}

/** The connection ended, or what came is not HTTP. */
export class AnswerBroken extends OutboundError {
  constructor(cause: unknown) {
    super('ANSWER_BROKEN', 'The connection ended before the answer did, or the answer is not HTTP.', {
      cause,
    });
  }
}

const failedToConnect = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'ETIMEDOUT',
  'EACCES',
  'EPERM',
  'UND_ERR_CONNECT_TIMEOUT',
  'EHOSTDOWN',
  'ENETDOWN',
  'EINVAL',
]);
/** OpenSSL's verdicts on certificates have names without a common beginning. */
const tlsCode =
  /^ERR_(?:SSL|TLS)_|^EPROTO$|CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH$|^INVALID_(?:CA|PURPOSE)$|_SIGNATURE/;

/** What the error of a request means to whoever asked for it. */
export function outboundError(error: unknown): OutboundError {
  if (error instanceof OutboundError) return error;
  const code = codeOf(error);
  if (failedToConnect.has(code)) return new ConnectFailed(error);
  return tlsCode.test(code) ? new TlsFailed(error) : new AnswerBroken(error);
}

/** Where several addresses were tried, of the first one. */
function codeOf(error: unknown): string {
  const { code, errors } = (error ?? {}) as { code?: unknown; errors?: { code?: unknown }[] };
  return String(code ?? errors?.[0]?.code ?? '');
}
