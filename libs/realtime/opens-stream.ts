import { Declaration } from '#libs/discovery';

/** @returns whatever the domain shows of the thing: what counts is that it does */
export type StreamOpener = (actor: never, id: string) => Promise<unknown>;

export const streamOpeners = new Declaration<string>('kinds of streams', (kind) => kind);

/**
 * On a method `(actor, id) => …`: clients may follow the streams `kind:ID`, each for whom it resolves. It throws `NotFound` for whoever may not
 * see the thing, or `Forbidden` for whoever may see none; it is asked again for as long as somebody follows.
 * @param kind what the stream tells of, in the singular: `job`
 */
export const OpensStream = (kind: string) => streamOpeners.onMethod<StreamOpener>(kind);

/** @returns whatever: that it does is what counts */
export type SharedStreamOpener = (actor: never) => Promise<unknown>;

export const sharedStreamOpeners = new Declaration<string>('shared streams', (name) => name);

/**
 * On a method `(actor) => …`: clients may follow the one stream of that name, each for whom it resolves; it throws `Forbidden` for others. For what is
 * told to many about many things: without an id, the entries name what they are about.
 * @param name in the plural: `complaints`
 */
export const OpensSharedStream = (name: string) => sharedStreamOpeners.onMethod<SharedStreamOpener>(name);
