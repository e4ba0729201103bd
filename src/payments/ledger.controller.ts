import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation, pageOf, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { balancesView, ledgerEntryView, ledgerList, type ListLedgerEntries } from './payments.schemas.js';
import { PaymentsService } from './payments.service.js';

@ApiTags('Payments')
@Requires('reports.read')
@OnlyFor('staff')
@Controller('ops/ledger')
export class LedgerController {
  constructor(private readonly payments: PaymentsService) {}

  @Get('entries')
  @Operation({
    id: 'listLedgerEntries',
    summary: 'List the entries of the ledger',
    description: 'Every entry with its lines, which add up to nothing. Looking is recorded.',
  })
  @ReturnsView(pageOf(ledgerEntryView))
  list(@CurrentActor() actor: Actor, @Query({ schema: ledgerList.query }) query: ListLedgerEntries) {
    return this.payments.list(actor, query);
  }

  @Get('balances')
  @Operation({
    id: 'getLedgerBalances',
    summary: 'Get the balances of the accounts',
    description: 'Worked out from all lines: debits less credits. Together they are nothing.',
  })
  @ReturnsView(balancesView)
  async balances(@CurrentActor() actor: Actor) {
    return { items: await this.payments.balances(actor) };
  }
}
