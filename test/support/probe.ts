// Routes that only tests need: to look into a request, to fail, and to take as long as a test wants.
import { Body, Controller, Get, Module, Post, Query } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { z } from 'zod';
import { Deprecated, pageQuery, type PageQuery, decodeCursor, ReturnsView } from '#libs/http';
import { currentRequest } from '#libs/observability';
import { Public } from '../../src/access/access.decorators.js';
import { Customer } from '../../src/customers/customer.entity.js';

const anything = z.strictObject({ text: z.string().max(10).optional(), nested: z.json().optional() });

@Controller('probe')
@Public()
export class ProbeController {
  /** Requests wait here until a test lets them go. */
  static held: (() => void)[] = [];

  constructor(private readonly em: EntityManager) {}

  @Post('context')
  async context(@Body({ schema: anything }) _body: unknown) {
    await Promise.resolve();
    return {
      correlationId: currentRequest()?.correlationId,
      hasOwnManager: !this.em.getContext(false).global,
    };
  }

  @Get('list')
  list(@Query({ schema: pageQuery }) { cursor }: PageQuery) {
    return cursor ? decodeCursor(cursor, z.tuple([z.uuid()])) : [];
  }

  @Get('row')
  row(@Query('id') id: string) {
    return this.em.findOne(Customer, { id });
  }

  @Get('failure')
  failure() {
    throw new Error('canary: the secret plan');
  }

  @Get('leak')
  @ReturnsView(z.object({ shown: z.string() }))
  leak() {
    return { shown: 'yes', passwordHash: 'canary' };
  }

  @Get('leaks')
  @ReturnsView(z.array(z.object({ shown: z.string() })))
  leaks() {
    return [{ shown: 'yes', passwordHash: 'canary' }];
  }

  @Get('misfit')
  @ReturnsView(z.object({ inner: z.object({ shown: z.string() }) }))
  misfit() {
    return { inner: { shown: 1 } };
  }

  @Get('old')
  @Deprecated({ since: '2026-12-01', sunset: '2027-06-01', successor: '/api/v1/probe/leak' })
  @ReturnsView(z.object({ shown: z.string() }))
  old() {
    return { shown: 'yes' };
  }

  @Get('slow')
  slow() {
    return new Promise((resolve) => ProbeController.held.push(() => resolve({ done: true })));
  }
}

@Module({ controllers: [ProbeController] })
export class ProbeModule {}
