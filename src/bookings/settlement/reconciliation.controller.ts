import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation, publishSchema, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { ReconciliationService } from './reconciliation.service.js';

const dayQuery = z.strictObject({ day: z.iso.date().describe('In the business time zone.') });

const mismatch = z.object({
  bookingId: z.uuid(),
  reference: z.string(),
  status: z.string(),
  expectedPaise: z.int().describe('What the booking says is due.'),
  postedPaise: z.int().describe('What the ledger has charged.'),
});
const reconciliationView = z.object({
  day: z.string(),
  moved: z.array(z.object({ kind: z.string(), entries: z.int(), movedPaise: z.int() })),
  bookings: z.int().describe('How many visits that began that day and have ended were looked at.'),
  isComplete: z.boolean().describe('False when there were more than are looked at.'),
  mismatches: z.array(mismatch),
});
publishSchema(reconciliationView, 'LedgerReconciliation', {
  day: '2026-11-21',
  moved: [{ kind: 'payment', entries: 3, movedPaise: 2120_46 }],
  bookings: 4,
  isComplete: true,
  mismatches: [],
});

@ApiTags('Payments')
@Requires('reports.read')
@OnlyFor('staff')
@Controller('ops/ledger/reconciliation')
export class ReconciliationController {
  constructor(private readonly reconciliation: ReconciliationService) {}

  @Get()
  @Operation({
    id: 'reconcileLedger',
    summary: 'Reconcile a day of the ledger',
    description:
      'Returns what was posted that day, and the visits of that day whose ledger says something else than the booking.',
  })
  @ReturnsView(reconciliationView)
  get(@CurrentActor() actor: Actor, @Query({ schema: dayQuery }) { day }: z.output<typeof dayQuery>) {
    return this.reconciliation.reconcile(actor, day);
  }
}
