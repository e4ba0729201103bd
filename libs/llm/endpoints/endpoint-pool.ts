// Endpoints that stand in for each other: a question goes to the best one that is well, from there to the next, and a little later round again.
import {
  BrokenCircuitError,
  CircuitState,
  circuitBreaker,
  ConsecutiveBreaker,
  DelegateBackoff,
  decorrelatedJitterGenerator,
  ExponentialBackoff,
  handleWhen,
  noJitterGenerator,
  retry,
  type CircuitBreakerPolicy,
} from 'cockatiel';
import type { Clock } from '#libs/time';
import type { ModelTier } from '../prompts/prompt.js';
import { ChatClient, type ChatAnswer, type ChatCall } from './chat-client.js';
import { EndpointFailure, failureOf, type FailureKind } from './endpoint-failure.js';
import { ModelFetch } from './model-fetch.js';
import type { ModelEndpoint, TokenUsage } from './model-endpoint.js';

export interface TryResult {
  usage: TokenUsage;
  outcome: 'answered' | FailureKind;
  durationMs: number;
}

/** Each try is told before and after: what it may cost is to be allowed first, and what it did cost is counted whatever became of it. */
export interface TryMeter {
  /** @throws what keeps it from being made; nothing is tried any more then */
  open(endpoint: ModelEndpoint, call: ChatCall): Promise<OpenTry>;
}
export interface OpenTry {
  close(result: TryResult): Promise<void>;
}

export interface PoolCall {
  tier: ModelTier;
  meter: TryMeter;
  /** Ends all tries. Where its reason is a `TimeoutError`, the endpoint was too slow. */
  signal: AbortSignal;
}

/** For staff. */
export interface EndpointState {
  endpoint: ModelEndpoint;
  /** `resting`: it asked us to stay away until `restsUntil`. `failing`: it has failed so often that it is asked only now and then. */
  state: 'well' | 'resting' | 'failing';
  restsUntil: Date | null;
  lastFailure: { kind: FailureKind; at: Date } | null;
}

export interface PoolTuning {
  /** Failures in a row after which an endpoint is left alone. */
  breakAfter: number;
  /** … for this long, and longer each time. */
  leftAloneMs: number;
  /** Before the second round, with jitter. */
  backoffMs: number;
}
const usualTuning: PoolTuning = { breakAfter: 5, leftAloneMs: 10_000, backoffMs: 200 };
const longestAloneMs = 120_000;
const longestBackoffMs = 2_000;
const roundsAfterFirst = 1;

/** Where there is none of a tier, a better one answers, and a lesser one rather than none. */
const insteadOf: Readonly<Record<ModelTier, readonly ModelTier[]>> = {
  fast: ['fast', 'balanced', 'strong'],
  balanced: ['balanced', 'strong', 'fast'],
  strong: ['strong', 'balanced', 'fast'],
};

interface Member {
  client: ChatClient;
  breaker: CircuitBreakerPolicy;
  /** Of smooth weighted round robin: whose turn it is. */
  turn: number;
  restsUntil: Date | null;
  lastFailure: EndpointState['lastFailure'];
}

export class EndpointPool {
  private readonly members: readonly Member[];
  private readonly fetch: ModelFetch;
  private readonly tuning: PoolTuning;

  constructor(
    endpoints: readonly ModelEndpoint[],
    private readonly clock: Clock,
    tuning: Partial<PoolTuning> = {},
  ) {
    this.tuning = { ...usualTuning, ...tuning };
    this.fetch = new ModelFetch(clock);
    this.members = endpoints.map((endpoint) => this.memberOf(endpoint));
  }

  get isEmpty(): boolean {
    return this.members.length === 0;
  }

  /** So that the first question need not wait for half a second of loading. */
  async load(): Promise<void> {
    for (const { client } of this.members) await client.load();
  }

  close(): Promise<void> {
    return this.fetch.close();
  }

  states(): EndpointState[] {
    const now = this.clock.now();
    return this.members.map(({ client, breaker, restsUntil, lastFailure }) => {
      const isResting = restsUntil !== null && restsUntil > now;
      const isFailing = breaker.state !== CircuitState.Closed;
      const state = isFailing ? 'failing' : isResting ? 'resting' : 'well';
      return { endpoint: client.endpoint, state, restsUntil: isResting ? restsUntil : null, lastFailure };
    });
  }

  /**
   * The whole answer of the first endpoint that gives one.
   * @throws EndpointFailure of the last one that was tried, and what the meter throws
   */
  async complete(call: ChatCall, { tier, meter, signal }: PoolCall): Promise<ChatAnswer> {
    if (this.isEmpty) throw new EndpointFailure('not_connected');
    const { backoffMs } = this.tuning;
    const growing = new ExponentialBackoff({
      initialDelay: backoffMs,
      maxDelay: longestBackoffMs,
      generator: decorrelatedJitterGenerator,
    });
    const again = retry(
      handleWhen((error) => error instanceof EndpointFailure && error.isPassing),
      { maxAttempts: roundsAfterFirst, backoff: new DelegateBackoff(() => growing.next().duration) },
    );
    return unlessAborted(
      again.execute(() => this.round(call, tier, meter, signal), signal),
      signal,
    );
  }

  /** Each endpoint once, at most. */
  private async round(call: ChatCall, tier: ModelTier, meter: TryMeter, signal: AbortSignal) {
    const tried = new Set<Member>();
    let failure = new EndpointFailure('overloaded');
    for (let member = this.next(tier, tried); member; member = this.next(tier, tried)) {
      if (signal.aborted) throw failureOf(signal);
      tried.add(member);
      try {
        const { client } = member;
        return await member.breaker.execute(() => this.try(client, call, meter, signal));
      } catch (error) {
        if (error instanceof BrokenCircuitError) continue;
        if (!(error instanceof EndpointFailure) || !error.isOfEndpoint) throw error;
        failure = error;
        this.note(member, error);
      }
    }
    throw failure;
  }

  private async try(
    client: ChatClient,
    call: ChatCall,
    meter: TryMeter,
    signal: AbortSignal,
  ): Promise<ChatAnswer> {
    const open = await meter.open(client.endpoint, call);
    const usage: TokenUsage = { input: 0, output: 0, isEstimate: false };
    const begun = performance.now();
    let outcome: TryResult['outcome'] = 'answered';
    try {
      let text = '';
      for await (const piece of client.stream(call, usage, signal)) text += piece;
      return { text, usage };
    } catch (error) {
      outcome = error instanceof EndpointFailure ? error.kind : 'malformed';
      throw error;
    } finally {
      await open.close({ usage, outcome, durationMs: Math.round(performance.now() - begun) });
    }
  }

  private note(member: Member, { kind, details }: EndpointFailure): void {
    const now = this.clock.now();
    member.lastFailure = { kind, at: now };
    if (details.retryAfterMs) member.restsUntil = new Date(now.getTime() + details.retryAfterMs);
  }

  /** Of the best tier that has one that is well and was not tried: the one whose turn it is, by weight. */
  private next(tier: ModelTier, tried: ReadonlySet<Member>): Member | undefined {
    const now = this.clock.now();
    // One question at a time finds out whether a failing endpoint is well again; the others do not wait for it.
    const free = this.members.filter(
      (member) =>
        !tried.has(member) &&
        (member.restsUntil === null || member.restsUntil <= now) &&
        member.breaker.state !== CircuitState.HalfOpen,
    );
    for (const wanted of insteadOf[tier]) {
      const fitting = free.filter(({ client }) => client.endpoint.tiers.includes(wanted));
      if (fitting.length > 0) return takeTurn(fitting);
    }
    return undefined;
  }

  private memberOf(endpoint: ModelEndpoint): Member {
    const { breakAfter, leftAloneMs } = this.tuning;
    const breaker = circuitBreaker(
      // What was rejected may be the question's fault.
      handleWhen(
        (error) => error instanceof EndpointFailure && error.isOfEndpoint && error.kind !== 'rejected',
      ),
      {
        halfOpenAfter: new ExponentialBackoff({
          initialDelay: leftAloneMs,
          maxDelay: longestAloneMs,
          generator: noJitterGenerator,
        }),
        breaker: new ConsecutiveBreaker(breakAfter),
      },
    );
    return {
      client: new ChatClient(endpoint, this.fetch),
      breaker,
      turn: 0,
      restsUntil: null,
      lastFailure: null,
    };
  }
}

/** Smooth weighted round robin: shares follow the weights, and nobody is asked in a row who need not be. */
function takeTurn(members: readonly Member[]): Member {
  const total = members.reduce((sum, { client }) => sum + client.endpoint.weight, 0);
  for (const member of members) member.turn += member.client.endpoint.weight;
  const chosen = members.reduce((best, member) => (member.turn > best.turn ? member : best));
  chosen.turn -= total;
  return chosen;
}

/** The wait between two rounds knows no signal. */
async function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  if (signal.aborted) throw failureOf(signal);
  let leave = (): void => {};
  const left = new Promise<never>((_resolve, reject) => {
    leave = () => reject(failureOf(signal));
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([work, left]);
  } finally {
    work.catch(() => undefined);
    signal.removeEventListener('abort', leave);
  }
}
