// Why nothing came of a connection or a request, in words of ours: what the server says of it is never repeated.
import { OutboundError } from '#libs/outbound';

export class ConnectionFault extends Error {
  /**
   * @param code stable: of `#libs/outbound`, or one of below
   * @param isOfServer whether it says something of how the server is, and counts against it
   */
  constructor(
    readonly code: string,
    message: string,
    readonly isOfServer = true,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ConnectionFault';
  }
}

/** By code of the protocol's client (`SdkErrorCode`). */
const known: Readonly<Record<string, [code: string, message: string]>> = {
  REQUEST_TIMEOUT: ['TIMED_OUT', 'There was no answer in time.'],
  CONNECTION_CLOSED: ['CONNECTION_CLOSED', 'The server ended the connection.'],
  NOT_CONNECTED: ['CONNECTION_CLOSED', 'The server ended the connection.'],
  CLIENT_HTTP_AUTHENTICATION: ['SIGN_IN_REFUSED', 'The server does not accept how we sign in.'],
  CLIENT_HTTP_FORBIDDEN: ['SIGN_IN_REFUSED', 'The server does not accept how we sign in.'],
  CAPABILITY_NOT_SUPPORTED: ['ASKS_OF_US', 'The server asked for something of ours that it is not given.'],
};

/** What the error of the protocol's client means. */
export function faultOf(error: unknown): ConnectionFault {
  if (error instanceof ConnectionFault) return error;
  const outbound = outboundOf(error);
  if (outbound) return new ConnectionFault(outbound.code, outbound.message, true, { cause: error });
  const { name, code, data } = (error ?? {}) as {
    name?: string;
    code?: unknown;
    data?: { status?: unknown };
  };
  if (error instanceof RangeError)
    return new ConnectionFault('NOT_THE_PROTOCOL', 'What the server sent is nested too deep.');
  if (name === 'TimeoutError') return new ConnectionFault(...known.REQUEST_TIMEOUT!);
  if (
    name === 'UnauthorizedError' ||
    name === 'InsufficientScopeError' ||
    data?.status === 401 ||
    data?.status === 403
  )
    return new ConnectionFault(...known.CLIENT_HTTP_AUTHENTICATION!, true, { cause: error });
  if (typeof code === 'string' && known[code])
    return new ConnectionFault(...known[code], true, { cause: error });
  // Errors of JSON-RPC have numbers: the server is there, and refuses.
  if (typeof code === 'number')
    return new ConnectionFault('REFUSED_BY_SERVER', `The server refused it (JSON-RPC ${code}).`, false, {
      cause: error,
    });
  if (code === 'ENOENT' || code === 'EACCES')
    return new ConnectionFault('COMMAND_FAILED', 'The command could not be started.', true, { cause: error });
  if (typeof data?.status === 'number')
    return new ConnectionFault('HTTP_ERROR', `The server answered ${data.status}.`, true, { cause: error });
  return new ConnectionFault('NOT_THE_PROTOCOL', 'What the server sent is not the protocol.', true, {
    cause: error,
  });
}

/** Clients wrap what `fetch` threw, some deeper than others. */
function outboundOf(error: unknown, depth = 0): OutboundError | undefined {
  if (error instanceof OutboundError) return error;
  if (depth > 5 || typeof error !== 'object' || error === null) return undefined;
  const { cause, data } = error as { cause?: unknown; data?: { cause?: unknown; error?: unknown } };
  return (
    outboundOf(cause, depth + 1) ?? outboundOf(data?.cause, depth + 1) ?? outboundOf(data?.error, depth + 1)
  );
}
