// Sends parameters apart from the text of a statement. The ORM writes them into it, so that no two texts are the same, and what the embedded
// database has once made of one (see embedded/statement-cache.ts) could never be used again.
//
// Statements have no name, so poolers that give a connection to another client after each transaction (PgBouncer) can stand before a server. A
// server reads and plans such a statement each time, as it did before.
import type { Configuration, Dictionary, EntityData, LoggingOptions, QueryResult } from '@mikro-orm/core';
import { isRaw, type AnyEntity, type Transaction } from '@mikro-orm/core';
import { PostgreSqlConnection, PostgreSqlDriver, PostgreSqlPlatform } from '@mikro-orm/postgresql';
import { NativeQueryBuilder } from '@mikro-orm/sql';
import { isRehearsing } from './rehearsal.js';

/** Others take no parameters. */
const takesParameters = /^\s*(?:select|insert|update|delete|with)\b/i;
/** Statements with more are of many rows, hardly ever the same twice; and PostgreSQL takes 65,535. */
const mostParameters = 1_000;

export interface BoundStatement {
  /** With `$1`, `$2` … */
  text: string;
  parameters: string[];
}

/**
 * Texts and instants become parameters, in the same form in which the ORM would write them as literals, and without a type, which PostgreSQL
 * finds for them in the same way. Numbers and truth values stay in the text, where they have a type of their own (`data -> 0` is not
 * `data -> '0'`).
 *
 * What PostgreSQL takes as a literal only must not be a `?`: `interval ?`, and what has no type to go by, as `jsonb_build_object('key', ?)`
 * or `? is null`; there it takes a cast. An expression with a `?` that is both selected and grouped by is two to it.
 * @param text with a `?` for each of `values`
 * @returns undefined where it takes no parameters, or has none or too many
 */
export function bindParameters(text: string, values: readonly unknown[]): BoundStatement | undefined {
  if (values.length === 0 || !takesParameters.test(text)) return undefined;
  const bound = binding.bind(text, values);
  const { length } = bound.parameters;
  return length > 0 && length <= mostParameters ? bound : undefined;
}

class BindingPlatform extends PostgreSqlPlatform {
  private parameters: string[] = [];

  constructor() {
    super();
    // `forceUtcTimezone` of the ORM, which it sets on its own platform.
    this.timezone = 'Z';
  }

  bind(statement: string, values: readonly unknown[]): BoundStatement {
    this.parameters = [];
    const text = this.formatQuery(statement, values);
    return { text, parameters: this.parameters };
  }

  override escape(value: unknown): string {
    if (typeof value === 'string') return this.bound(value);
    if (value instanceof Date) return this.bound(this.formatDate(value));
    return super.escape(value as string);
  }

  private bound(value: string): string {
    return `$${this.parameters.push(value)}`;
  }
}

const binding = new BindingPlatform();

type Asked = Parameters<PostgreSqlConnection['execute']>[0];

class BindingConnection extends PostgreSqlConnection {
  override begin(
    options: NonNullable<Parameters<PostgreSqlConnection['begin']>[0]> = {},
  ): ReturnType<PostgreSqlConnection['begin']> {
    refuseBesideRehearsal(options.ctx);
    return super.begin(options);
  }

  override execute<
    Result extends QueryResult | EntityData<AnyEntity> | EntityData<AnyEntity>[] = EntityData<AnyEntity>[],
  >(
    query: Asked,
    values: readonly unknown[] | Dictionary<unknown> = [],
    method: 'all' | 'get' | 'run' = 'all',
    context?: Transaction,
    logging?: LoggingOptions,
  ): Promise<Result> {
    refuseBesideRehearsal(context);
    const asked = query instanceof NativeQueryBuilder ? query.toRaw() : query;
    const [text, given] = isRaw(asked) ? [asked.sql, asked.params] : [asked, values];
    const bound = Array.isArray(given) && typeof text === 'string' ? bindParameters(text, given) : undefined;
    if (!bound) return super.execute(query, values, method, context, logging);
    // It runs what the text alone would be. Called when the connection is there.
    const executeQuery = (compiled: object, options?: object): unknown =>
      ((context ?? this.getClient()) as Executor).executeQuery(
        { ...compiled, parameters: bound.parameters },
        options,
      );
    return super.execute(bound.text, [], method, { executeQuery } as never, logging);
  }
}

/** It would be done for good; on the embedded database it would wait for the transaction that waits for it. */
function refuseBesideRehearsal(transaction: unknown): void {
  if (!transaction && isRehearsing())
    throw new Error('Nothing is asked beside the transaction of a rehearsal.');
}

interface Executor {
  executeQuery(compiled: object, options?: object): unknown;
}

/** The ORM's own driver, but for how parameters are sent. */
export class BoundParametersDriver extends PostgreSqlDriver {
  protected override readonly connection: BindingConnection;

  constructor(config: Configuration) {
    super(config);
    this.connection = new BindingConnection(config);
  }
}
