// How many requests are under way at once, of one caller and of all. Beyond that they wait for a moment, in turns by caller, and then are
// refused with 429 or 503: early, before anything was done for them.
//
// There are two gates. The first counts a caller's requests from the moment their headers are there, so that nobody fills the memory
// with bodies; those of others do not matter to it, or a few slow bodies would hold up everybody. The second, behind the body, counts
// what is worked on.
import {
  Inject,
  Injectable,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnModuleInit,
} from '@nestjs/common';
import { getOrCreateMetric } from '@willsoto/nestjs-prometheus';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Counter, Gauge } from 'prom-client';
import {
  AdmissionGate,
  ConnectionBurst,
  RequestsOverloaded,
  TooManyAtOnce,
  type GatePass,
  type LoadGauge,
  type AdmissionRefusal,
} from '#libs/admission';
import { BoundedMap } from '#libs/cache';
import { inProcessCaller } from '../in-process.js';
import { isForm } from '../input/form.js';
import { problemOf } from '../problem.js';
import { sendProblem } from '../problem.filter.js';
import { BodyAllowance } from './body-allowance.js';
import { networkOf, type RateCaller } from './rate-limit.counters.js';

export interface AdmissionBounds {
  /** Of one account, or of one API key. */
  perCaller: number;
  /** Of all at one address of whom it is not known who they are: there may be many behind it. */
  perAddress: number;
  /** Of all together. Fewer, while the load is too high. */
  total: number;
}

const adaptEveryMs = 100;
/** Of waiting for the database, and of timers that are late: beyond it less is begun at once. */
const tolerableMs = 50;
/** However high the load is, so many may be under way. */
const leastTotal = 8;
const shrink = 0.7;
const growth = 1.1;
/** So many more readings of too high a load than of others mean that it lasts; when they are made up for, it is over. */
const lasting = 20;

/** For turns of one's own, and for turns of all: together, and with the work, less than the five seconds in which everybody has an answer. */
const ownPatienceMs = 2_000;
const patienceMs = 900;
/** While the load is too high and that lasts: waiting would only make the answers late. */
const shortPatienceMs = 250;

/** What a caller may have waiting: what the limits per minute let through at once, as they are shipped. */
const waitingPerCaller = 600;
/** Requests that wait with nothing but their headers; and with their bodies. */
const waitingUnread = 5_000;
const waitingRead = 1_000;

/** So many are refused before it is said, and for so long nobody must have been, before it is said no more. */
const shedUntilTold = 10;
const calmMs = 5_000;

/** Of callers who were known when they called last. */
const credentialsRemembered = 10_000;

const VISIT = Symbol('Visit');
interface Visit {
  caller: string;
  credential: string | undefined;
  own: GatePass;
  work?: GatePass;
}
type Visitor = FastifyRequest & { [VISIT]: Visit | null; actor?: RateCaller };

export const ADMISSION_BOUNDS = Symbol('AdmissionBounds');
export const LOAD_GAUGE = Symbol('LoadGauge');

@Injectable()
export class RequestAdmission implements OnModuleInit, BeforeApplicationShutdown {
  private readonly own: AdmissionGate;
  private readonly work: AdmissionGate;
  /** Whose requests came with it. Only who was found to be somebody is remembered: made-up credentials count for their address. */
  private readonly known = new BoundedMap<string, string>(credentialsRemembered);
  private readonly bodies = new BodyAllowance();
  private limit: number;
  private pressure = 0;
  private isPressed = false;
  private shed = 0;
  private lastShedAt = -Infinity;
  private timer: NodeJS.Timeout | undefined;
  private readonly refusals = getOrCreateMetric('Counter', {
    name: 'http_requests_not_admitted_total',
    help: 'HTTP requests refused before anything was done for them: too many of one caller at once, or of all.',
    labelNames: ['code'],
  }) as Counter;
  private readonly allowed = getOrCreateMetric('Gauge', {
    name: 'http_requests_admitted_limit',
    help: 'HTTP requests that may be worked on at once, as the load allows.',
  }) as Gauge;
  private readonly waiting = getOrCreateMetric('Gauge', {
    name: 'http_requests_waiting',
    help: 'HTTP requests that wait for their turn.',
  }) as Gauge;

  constructor(
    @Inject(ADMISSION_BOUNDS) private readonly bounds: AdmissionBounds,
    @Inject(LOAD_GAUGE) private readonly gauge: LoadGauge,
  ) {
    const { perCaller, perAddress, total } = bounds;
    this.limit = total;
    this.own = new AdmissionGate({
      perCaller: (caller) => (caller.startsWith('address:') ? perAddress : perCaller),
      total: Infinity,
      waitingPerCaller,
      waiting: waitingUnread,
      patienceMs: ownPatienceMs,
    });
    this.work = new AdmissionGate({
      perCaller: () => Infinity,
      total,
      waitingPerCaller,
      waiting: waitingRead,
      patienceMs,
    });
  }

  /** Whether so much is asked for that requests are refused, and that lasts. */
  get isShedding(): boolean {
    return this.shed >= shedUntilTold && performance.now() - this.lastShedAt < calmMs;
  }

  /** Hooks for all routes but those that are exempt, by their templates. To be called before routes are registered. */
  guard(fastify: FastifyInstance, isExempt: (route: string) => boolean): void {
    fastify.decorateRequest(VISIT, null);
    // All who come at once are first let in, where they are given turns.
    const burst = new ConnectionBurst((isOn) => (this.own.held = isOn));
    fastify.server.on('connection', () => burst.note());
    fastify.addHook('onRequest', (request, reply, done) => {
      // What the program asks itself was let in with the request that it belongs to, and must not wait behind it.
      if (isExempt(request.routeOptions.url ?? '') || inProcessCaller(request)) done();
      else this.arrive(request as Visitor, reply, done);
    });
    fastify.addHook('preValidation', (request, reply, done) => {
      const visit = (request as Visitor)[VISIT];
      if (!visit) return done();
      visit.work = this.work.enter(visit.caller);
      this.await(visit.work, request, reply, done);
    });
    // Everything is done for it by now, but for what it takes to send it. What is sent for hours has a bound of its own.
    fastify.addHook('onSend', (request, _reply, payload, done) => {
      this.depart(request as Visitor);
      done(null, payload);
    });
  }

  onModuleInit(): void {
    this.timer = setInterval(() => this.adapt(), adaptEveryMs).unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
    this.gauge.close();
  }

  /** Lets more or less be worked on at once, by what the gauge says: a tenth more where there is room, three tenths less where there is none. */
  adapt(): void {
    const { databaseWaitMs, loopDelayMs } = this.gauge.read();
    const isTooMuch = databaseWaitMs > tolerableMs || loopDelayMs > tolerableMs;
    const { total } = this.bounds;
    this.limit = isTooMuch
      ? Math.min(total, Math.max(leastTotal, Math.floor(Math.min(this.limit, this.work.underWay) * shrink)))
      : Math.min(total, Math.ceil(this.limit * growth));
    this.pressure = Math.min(lasting, Math.max(0, this.pressure + (isTooMuch ? 1 : -1)));
    if (this.pressure === lasting) this.isPressed = true;
    if (this.pressure === 0) this.isPressed = false;
    this.work.patienceMs = this.isPressed ? shortPatienceMs : patienceMs;
    this.work.total = this.limit;
    this.allowed.set(this.limit);
    this.waiting.set(this.own.waitingCount + this.work.waitingCount);
  }

  private arrive(request: Visitor, reply: FastifyReply, done: () => void): void {
    const credential = request.headers.authorization ?? request.headers.cookie;
    const caller =
      (credential !== undefined && this.known.get(credential)) || `address:${networkOf(request.ip)}`;
    // A form is read only when it is known who sent it.
    if (!isForm(request) && !this.bodies.take(caller, request.raw, performance.now())) {
      // The body would have to be read before another request could be.
      reply.header('connection', 'close');
      return this.refuse(new TooManyAtOnce(), request, reply);
    }
    const own = this.own.enter(caller);
    request[VISIT] = { caller, credential, own };
    this.await(own, request, reply, done);
  }

  private await(pass: GatePass, request: FastifyRequest, reply: FastifyReply, done: () => void): void {
    if (pass.isUnderWay) return done();
    // Who has gone waits for nothing, and is sent nothing either.
    const giveUp = (): void => this.depart(request as Visitor);
    reply.raw.once('close', giveUp);
    pass.onTurn((refusal) => {
      reply.raw.off('close', giveUp);
      if (refusal) this.refuse(refusal, request, reply);
      else done();
    });
  }

  private refuse(refusal: AdmissionRefusal, request: FastifyRequest, reply: FastifyReply): void {
    if (refusal instanceof RequestsOverloaded) {
      const now = performance.now();
      if (now - this.lastShedAt >= calmMs) this.shed = 0;
      this.shed += 1;
      this.lastShedAt = now;
    }
    this.refusals.inc({ code: refusal.code });
    sendProblem(request, reply, problemOf(refusal));
  }

  private depart(request: Visitor): void {
    const visit = request[VISIT];
    if (!visit) return;
    request[VISIT] = null;
    visit.work?.leave();
    visit.own.leave();
    const { credential, caller } = visit;
    if (credential !== undefined && request.actor) {
      const name = nameOf(request.actor);
      if (name !== caller) this.known.set(credential, name);
    }
  }
}

/** A program with a key, or an app, does not stand in the way of its owner. */
function nameOf({ kind, id, apiKeyId, grantId }: RateCaller): string {
  const program = apiKeyId ?? grantId;
  return program === undefined ? `${kind}:${id}` : `key:${program}`;
}

@Module({})
export class AdmissionModule {
  static forRoot(bounds: AdmissionBounds, gauge: LoadGauge): DynamicModule {
    return {
      module: AdmissionModule,
      global: true,
      providers: [
        { provide: ADMISSION_BOUNDS, useValue: bounds },
        { provide: LOAD_GAUGE, useValue: gauge },
        RequestAdmission,
      ],
      exports: [RequestAdmission],
    };
  }
}
