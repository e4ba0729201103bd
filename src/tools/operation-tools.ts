import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { requestInProcess, type InProcessAnswer } from '#libs/http';
import { isRehearsing } from '#libs/orm';
import {
  nearNames,
  SuppliesTools,
  type SuppliedTool,
  type ToolCall,
  type ToolDefinition,
  type ToolSchemaIssue,
} from '#libs/tools';
import { isFor, isPerson, mayDo, type Actor } from '../access/actor.js';
import { apiOperations, type ApiOperation } from './api-operations.js';
import { longestAnswer, OperationFailed, OperationRefused, ToolAnswerTooLong } from './tools.errors.js';
import { whyUntooled } from './untooled-operations.js';

/** What is published: to put it together anew from the routes would hold everybody up for a second. */
const document = new URL('../../openapi.json', import.meta.url);

type Arguments = Readonly<Record<string, unknown>>;

/** The operations of the API as tools. */
@Injectable()
export class OperationTools {
  private known?: readonly SuppliedTool[];

  constructor(private readonly host: HttpAdapterHost) {}

  @SuppliesTools('api')
  tools(): readonly SuppliedTool[] {
    return (this.known ??= this.read());
  }

  private read(): readonly SuppliedTool[] {
    return apiOperations(JSON.parse(readFileSync(document, 'utf8')) as OpenAPIObject)
      .filter(({ id, path }) => whyUntooled(id, path) === undefined)
      .map((operation) => this.toolOf(operation));
  }

  private toolOf(operation: ApiOperation): SuppliedTool {
    const { toolName, description, access, effect, id, input, output } = operation;
    return {
      definition: {
        name: toolName,
        description,
        input: { json: input, check: (value: unknown) => faultsIn(operation, value) },
        output: { json: output, check: () => [] },
        permission: access,
        isFor: (caller) => mayCall(operation, caller as Actor),
        effect,
        operation: id,
        ...policyOf(operation),
      },
      run: (caller, args, call) => this.call(operation, caller as Actor, args as Arguments, call),
    };
  }

  private async call(
    operation: ApiOperation,
    actor: Actor,
    args: Arguments,
    call: ToolCall,
  ): Promise<unknown> {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    const headers: Record<string, string> = {};
    // A rehearsal leaves nothing to be kept.
    if (operation.isIdempotent && call.confirmation !== undefined && !isRehearsing())
      headers['idempotency-key'] = call.confirmation;
    if (typeof args.ifMatch === 'string' && operation.takesVersion) headers['if-match'] = args.ifMatch;
    const answer = await requestInProcess(fastify, actor, {
      method: operation.method,
      url: addressOf(operation, args),
      headers,
      body: bodyOf(operation, args),
      signal: call.signal,
    });
    return readAnswer(answer);
  }
}

/** How its calls may be repeated, tried and answered again, as its route says. */
function policyOf({ effect, isIdempotent, isOneTransaction, publicSeconds }: ApiOperation) {
  if (effect !== 'read') return { isRepeatable: isIdempotent, canRehearse: isOneTransaction };
  return publicSeconds === null
    ? {}
    : ({ cache: { seconds: publicSeconds, scope: 'everybody' } } satisfies Partial<ToolDefinition>);
}

function mayCall({ access, audience }: ApiOperation, actor: Actor): boolean {
  // Agents of the chat and the program itself have tools of their own.
  if (actor.kind !== 'customer' && actor.kind !== 'staff') return false;
  if (access === 'nobody' || (audience && !isFor(audience, actor))) return false;
  return access === 'public' || (access === 'self' ? isPerson(actor) : mayDo(actor, access));
}

/** Names alone: what the values must be, the route says. */
function faultsIn(operation: ApiOperation, value: unknown): ToolSchemaIssue[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [{ message: 'Expected an object of arguments' }];
  const args = value as Arguments;
  const unknown = Object.keys(args).filter(
    (name) => !operation.places.has(name) && !(name === 'ifMatch' && operation.takesVersion),
  );
  const missing = [...operation.places].filter(([name, place]) => place === 'path' && !isScalar(args[name]));
  return [
    ...unknown.map((name) => ({
      path: [name.slice(0, 100)],
      message: ['is not an argument of this tool', ...meant(name, operation)].join('; '),
    })),
    ...missing.map(([name]) => ({ path: [name], message: 'is needed, as text' })),
  ];
}

function meant(name: string, { places }: ApiOperation): string[] {
  const [nearest] = nearNames(name, places.keys());
  return nearest === undefined ? [] : [`did you mean \`${nearest}\`?`];
}

function isScalar(value: unknown): value is string | number | boolean {
  // Dots alone would be another address.
  return (
    (typeof value === 'string' && !['', '.', '..'].includes(value)) ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  );
}

function addressOf({ path, places }: ApiOperation, args: Arguments): string {
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(args[name])));
  const query = new URLSearchParams();
  for (const [name, place] of places) {
    const value = args[name];
    if (place !== 'query' || value === undefined || value === null) continue;
    for (const each of [value].flat())
      query.append(name, typeof each === 'object' ? JSON.stringify(each) : String(each));
  }
  return query.size > 0 ? `${address}?${query}` : address;
}

function bodyOf({ places, takesBody, isBodyWhole }: ApiOperation, args: Arguments): unknown {
  if (!takesBody) return undefined;
  if (isBodyWhole) return args.body;
  const members = Object.entries(args).filter(([name]) => places.get(name) === 'body');
  return Object.fromEntries(members);
}

/** @throws OperationRefused, OperationFailed */
function readAnswer({ status, body }: InProcessAnswer): unknown {
  if (status >= 500 && status !== 503) throw new OperationFailed(status);
  if (body.length > longestAnswer) throw new ToolAnswerTooLong();
  const answer = body === '' ? {} : (JSON.parse(body) as unknown);
  if (status >= 400) throw new OperationRefused(status, answer as Record<string, unknown>);
  return answer;
}
