import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { HoldsPersonalData, subjectsOf, type PersonalDataSource } from '#libs/personal-data';
import { Payment } from './gateway/payment.entity.js';
import { LedgerEntry } from './ledger-entry.entity.js';
import { ledgerEntryView } from './payments.schemas.js';

/**
 * The books are kept for 72 months from the annual return of their year (CGST Act, section 36) and hold amounts, ids and references of banks, no
 * names and no words: an erased customer stays in them as an id that leads nowhere. Only the way to an open checkout goes.
 */
@HoldsPersonalData('payments')
@Injectable()
export class PaymentsPersonalData implements PersonalDataSource {
  async export(em: EntityManager, customer: string) {
    const entries = await em.find(
      LedgerEntry,
      { customer },
      { populate: ['lines'], orderBy: { at: 'asc', id: 'asc' } },
    );
    const payments = await em.find(Payment, { customer }, { orderBy: { createdAt: 'asc', id: 'asc' } });
    return {
      entries: entries.map((entry) => ledgerEntryView.parse(entry)),
      payments: payments.map((payment) => shown(payment)),
    };
  }

  subjects(em: EntityManager, customer: string) {
    return subjectsOf(em, 'payment', Payment, { customer });
  }

  async erase(em: EntityManager, customer: string): Promise<void> {
    await em.nativeUpdate(Payment, { customer }, { checkoutUrl: null });
  }
}

function shown({
  id,
  subjectType,
  subjectId,
  gateway,
  amountPaise,
  status,
  capturedPaise,
  refundedPaise,
  createdAt,
}: Payment) {
  return {
    id,
    subjectType,
    subjectId,
    gateway,
    amountPaise,
    status,
    capturedPaise,
    refundedPaise,
    createdAt,
  };
}
