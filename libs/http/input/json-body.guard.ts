// What a body in JSON says is read last, when it is known who sent it and that they may: of those who may not, nobody can make us work on it.
import { isUtf8 } from 'node:buffer';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyBodyParser, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/errors';
import { isWithinJsonLimits, jsonLimits } from '#libs/json';

export class MalformedBody extends DomainError {
  constructor(what: 'UTF-8' | 'valid JSON') {
    super('MALFORMED_BODY', 'invalid', `The request body is not ${what}.`);
  }
}

export class BodyTooComplex extends DomainError {
  constructor() {
    const { depth, values } = jsonLimits;
    const detail = `JSON may be nested ${depth} levels deep, and be made of ${values} values.`;
    super('BODY_TOO_COMPLEX', 'invalid', detail, { depth, values });
  }
}

export class UnreadJson {
  constructor(
    private readonly bytes: Buffer,
    private readonly parse: FastifyBodyParser<string>,
  ) {}

  /** @throws MalformedBody, BodyTooComplex */
  read(request: FastifyRequest): unknown {
    if (!isUtf8(this.bytes)) throw new MalformedBody('UTF-8');
    const text = this.bytes.toString();
    if (!isWithinJsonLimits(text)) throw new BodyTooComplex();
    let said: unknown;
    void this.parse(request, text, (error, value) => {
      if (error) throw new MalformedBody('valid JSON');
      said = value;
    });
    return said;
  }
}

/** A form of names and texts (`application/x-www-form-urlencoded`), as short as its route says. */
export class UnreadFields {
  constructor(private readonly bytes: Buffer) {}

  /** @throws MalformedBody */
  read(_request: FastifyRequest): Record<string, string | string[]> {
    if (!isUtf8(this.bytes)) throw new MalformedBody('UTF-8');
    const fields = new Map<string, string | string[]>();
    for (const [name, text] of new URLSearchParams(this.bytes.toString())) {
      const known = fields.get(name);
      if (Array.isArray(known)) known.push(text);
      else fields.set(name, known === undefined ? text : [known, text]);
    }
    return Object.fromEntries(fields);
  }
}

/** The last of the guards: puts what {@link UnreadJson} or {@link UnreadFields} says in its place. */
@Injectable()
export class JsonBodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { body } = request;
    if (body instanceof UnreadJson || body instanceof UnreadFields) request.body = body.read(request);
    return true;
  }
}
