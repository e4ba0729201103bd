// Who may follow which stream, however somebody follows it: those to whom its domain shows the thing that it tells of.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EntityManager, RequestContext } from '@mikro-orm/core';
import { z } from 'zod';
import { DeclarationScan } from '#libs/discovery';
import { NotFound } from '#libs/errors';
import { sharedStreamOpeners, streamOpeners } from '#libs/realtime';
import { Forbidden } from '../access/access.errors.js';
import { isPerson, type Actor } from '../access/actor.js';
import { ownAccount } from '../access/roles.js';
import { StreamNotFound } from './realtime.errors.js';

const id = z.uuid();

type OpenFor = (actor: Actor, id: string) => Promise<unknown>;
type OpenShared = (actor: Actor) => Promise<unknown>;

@Injectable()
export class StreamAccessService implements OnModuleInit {
  /** By the kind of the stream. */
  private openers: ReadonlyMap<string, OpenFor> = new Map();
  /** By the name of the stream. */
  private shared: ReadonlyMap<string, OpenShared> = new Map();

  constructor(
    private readonly em: EntityManager,
    private readonly declared: DeclarationScan,
  ) {}

  onModuleInit(): void {
    const openers = this.declared.methods(streamOpeners);
    this.openers = new Map(openers.map(({ definition, call }) => [definition, call as unknown as OpenFor]));
    const shared = this.declared.methods(sharedStreamOpeners);
    this.shared = new Map(shared.map(({ definition, call }) => [definition, call as unknown as OpenShared]));
  }

  /**
   * @param stream as a client names it: `me`, `KIND:ID` of a kind that a domain opens (`@OpensStream`), or one that it shares (`@OpensSharedStream`)
   * @returns the name under which it is kept
   * @throws StreamNotFound, Forbidden to whoever may follow none of its kind
   */
  async open(actor: Actor, stream: string): Promise<string> {
    if (stream === 'me') return ownStreamOf(actor);
    const openShared = this.shared.get(stream);
    if (openShared) {
      await RequestContext.create(this.em, () => openShared(actor));
      return stream;
    }
    const [kind = '', object, ...rest] = stream.split(':');
    const openFor = this.openers.get(kind);
    if (!openFor || rest.length > 0 || !id.safeParse(object).success) throw new StreamNotFound(stream);
    // Ids are kept in lower case.
    const name = `${kind}:${object!.toLowerCase()}`;
    // With an entity manager of its own: a connection outlives every request.
    await RequestContext.create(this.em, () => found(name, openFor(actor, object!.toLowerCase())));
    return name;
  }
}

/** Whoever may not see the thing finds no stream of it. */
async function found(stream: string, thing: Promise<unknown>): Promise<void> {
  try {
    await thing;
  } catch (error) {
    throw error instanceof NotFound ? new StreamNotFound(stream) : error;
  }
}

/** It tells of everything: more than a key for something else is for. */
function ownStreamOf(actor: Actor): string {
  if (!isPerson(actor)) throw new Forbidden(ownAccount);
  return `${actor.kind}:${actor.id}`;
}
