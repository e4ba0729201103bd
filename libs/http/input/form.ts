// Forms with a file. They are read last, when it is known who sent them and that they may: until then nothing of them is in memory, and
// whoever is refused is not listened to any longer.
import { createHash } from 'node:crypto';
import {
  applyDecorators,
  Injectable,
  PayloadTooLargeException,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { ApiConsumes } from '@nestjs/swagger';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DomainError } from '#libs/errors';
import { statusProblem, type Problem } from '../problem.js';
import { routeConfig, type RouteFacts } from '../route-config.js';

export const formType = 'multipart/form-data';

/** Beside the file: what stands around it, and the other fields. */
const aroundBytes = 64 * 1024;
const limits = { fieldNameSize: 60, fieldSize: 10_000, fields: 20, files: 1, parts: 21, headerPairs: 20 };

export class FormInvalid extends DomainError {
  constructor(why: string) {
    super('FORM_INVALID', 'invalid', `The form cannot be read: ${why}.`);
  }
}

/** A file of a form. What it is called is only what the caller says. */
export class UploadedFile {
  readonly size: number;
  /** Hex. With the size it stands for the bytes where requests are compared. */
  readonly sha256: string;
  readonly #bytes: Buffer;

  constructor(
    readonly name: string,
    bytes: Buffer,
  ) {
    this.size = bytes.length;
    this.sha256 = createHash('sha256').update(bytes).digest('hex');
    this.#bytes = bytes;
  }

  get bytes(): Buffer {
    return this.#bytes;
  }
}

/** In the schema of a body, for a member that is a file. */
export const fileMember = z
  .instanceof(UploadedFile, { message: 'must be a file' })
  .meta({ type: 'string', format: 'binary' });

/** On a route that takes a form with one file beside JSON. @param limitBytes of the file; JSON has the limit of the server */
export function TakesFormQuery({ limitBytes }: { limitBytes: number }): MethodDecorator {
  return applyDecorators(
    routeConfig({ bodyTypes: ['application/json', formType], formBytes: limitBytes }),
    ApiConsumes('application/json', formType),
    UseGuards(FormGuard),
  );
}

/** To be called before routes are registered, and awaited. */
export async function takeForms(fastify: FastifyInstance): Promise<void> {
  await fastify.register(multipart, { limits });
}

export function isForm({ mediaType, routeOptions }: FastifyRequest): boolean {
  return mediaType === formType && (routeOptions.config as RouteFacts | undefined)?.formBytes !== undefined;
}

/** Of a form that says that it is too long, before anything of it is read. */
export function formRefusal({ headers, routeOptions }: FastifyRequest): Problem | undefined {
  const { formBytes = 0 } = routeOptions.config as RouteFacts;
  return Number(headers['content-length'] ?? 0) > formBytes + aroundBytes ? statusProblem(413) : undefined;
}

/** Puts the fields of a form in the place of the body. */
@Injectable()
class FormGuard implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    if (!isForm(request)) return true;
    request.body = await readForm(request, (request.routeOptions.config as RouteFacts).formBytes!);
    // Read whole, it leaves nothing on the connection.
    http.getResponse<FastifyReply>().removeHeader('connection');
    return true;
  }
}

async function readForm(request: FastifyRequest, fileSize: number): Promise<Record<string, unknown>> {
  const fields = new Map<string, unknown>();
  try {
    for await (const part of request.parts({ limits: { ...limits, fileSize } })) {
      if (fields.has(part.fieldname)) throw new FormInvalid('a field comes twice');
      if (part.type === 'file')
        fields.set(part.fieldname, new UploadedFile(part.filename, await part.toBuffer()));
      else if (part.valueTruncated || part.fieldnameTruncated) throw new FormInvalid('a field is too long');
      else fields.set(part.fieldname, part.value);
    }
  } catch (error) {
    throw formFault(error);
  }
  return Object.fromEntries(fields);
}

/** What the library and its parser say of a form is for programmers. */
function formFault(error: unknown): unknown {
  if (error instanceof DomainError) return error;
  const { code } = error as { code?: string };
  if (code === 'FST_REQ_FILE_TOO_LARGE') return new PayloadTooLargeException();
  if (code === 'FST_PARTS_LIMIT' || code === 'FST_FIELDS_LIMIT')
    return new FormInvalid('it has too many fields');
  if (code === 'FST_FILES_LIMIT') return new FormInvalid('it has more than one file');
  return new FormInvalid('it is cut off, or no form');
}
