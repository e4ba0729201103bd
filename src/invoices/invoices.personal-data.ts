import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { HoldsPersonalData, subjectsOf, type PersonalDataSource } from '#libs/personal-data';
import { namedFromPaise } from './gst.js';
import { Invoice } from './invoice.entity.js';
import { invoiceView } from './invoices.schemas.js';

/**
 * Invoices are kept for 72 months from the annual return of their year (CGST Act, section 36), also when a customer leaves: number, amounts, taxes
 * and place of supply stay. Name and address have to be on them only from ₹50,000 on (CGST Rules, rule 46 (e) and (f)): below that they go.
 */
@HoldsPersonalData('invoices')
@Injectable()
export class InvoicesPersonalData implements PersonalDataSource {
  async export(em: EntityManager, customer: string) {
    const invoices = await em.find(Invoice, { customer }, { orderBy: { issuedAt: 'asc', id: 'asc' } });
    return invoices.map((invoice) => invoiceView.parse(invoice));
  }

  subjects(em: EntityManager, customer: string) {
    return subjectsOf(em, 'invoice', Invoice, { customer });
  }

  async erase(em: EntityManager, customer: string): Promise<void> {
    const kept = await em.find(
      Invoice,
      { customer, kind: 'invoice', totalPaise: { $gte: namedFromPaise } },
      { fields: ['id'] },
    );
    const ids = kept.map(({ id }) => id);
    // The credit notes of an invoice that has to keep its name keep it as well.
    await em.nativeUpdate(
      Invoice,
      { customer, id: { $nin: ids }, $or: [{ original: null }, { original: { $nin: ids } }] },
      { buyerName: '', buyerAddress: '' },
    );
  }
}
