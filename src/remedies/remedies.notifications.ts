import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { z } from 'zod';
import type { DomainEvent } from '#libs/events';
import { defineNotificationKind, newNotification, Notifies } from '#libs/notifications';
import { Remedy } from './remedy.entity.js';
import { remedyDone, remedyProposed, type RemedyFacts } from './remedy.events.js';
import { approving } from './remedy.limits.js';

const facts = z.object({
  remedyId: z.uuid(),
  complaintId: z.uuid(),
  reference: z.string(),
  amountPaise: z.int(),
});
const sample = {
  remedyId: '019aa000-0000-7000-8000-000000000006',
  complaintId: '019aa000-0000-7000-8000-000000000002',
  reference: 'CP-4M2X7T',
  amountPaise: 50000,
};
const given = { category: 'complaints', audience: ['customer'] as const, facts, sample };

const remedyKinds = {
  refunded: defineNotificationKind({
    ...given,
    name: 'remedy.refunded',
    description: 'A complaint was answered with a refund.',
    templates: {
      en: {
        subject: 'Refund of {amountPaise, number, rupees} for your complaint {reference}',
        title: '{amountPaise, number, rupees} refunded',
        body: 'We refund {amountPaise, number, rupees} for your complaint {reference}. The money takes 5 to 7 working days.',
        short: 'Refund of {amountPaise, number, rupees} for complaint {reference} is on its way.',
      },
      hi: {
        subject: 'आपकी शिकायत {reference} के लिए {amountPaise, number, rupees} का रिफ़ंड',
        title: '{amountPaise, number, rupees} वापस',
        body: 'शिकायत {reference} के लिए हम {amountPaise, number, rupees} लौटा रहे हैं। पैसे 5 से 7 कार्यदिवस में पहुँचते हैं।',
        short: 'शिकायत {reference}: {amountPaise, number, rupees} का रिफ़ंड',
      },
    },
  }),
  credited: defineNotificationKind({
    ...given,
    name: 'remedy.credited',
    description: 'A complaint was answered with credit.',
    templates: {
      en: {
        subject: '{amountPaise, number, rupees} credit for your complaint {reference}',
        title: '{amountPaise, number, rupees} credit',
        body: 'With our apologies: {amountPaise, number, rupees} credit for your complaint {reference}. It is there now, for any service.',
        short: '{amountPaise, number, rupees} credit for complaint {reference}, with our apologies.',
      },
      hi: {
        subject: 'आपकी शिकायत {reference} के लिए {amountPaise, number, rupees} का क्रेडिट',
        title: '{amountPaise, number, rupees} क्रेडिट',
        body: 'क्षमा के साथ: शिकायत {reference} के लिए {amountPaise, number, rupees} का क्रेडिट। यह अभी से किसी भी सेवा के लिए है।',
        short: 'शिकायत {reference}: {amountPaise, number, rupees} का क्रेडिट',
      },
    },
  }),
  apologised: defineNotificationKind({
    ...given,
    name: 'remedy.apologised',
    description: 'A complaint was answered with an apology.',
    templates: {
      en: {
        subject: 'An apology for what you told us in {reference}',
        title: 'We are sorry: {reference}',
        body: 'We are sorry for what happened. Our apology for complaint {reference} is written there in full, and you can answer it there.',
        short: 'We are sorry for what happened: our apology is in complaint {reference}.',
      },
      hi: {
        subject: '{reference} में आपने जो बताया उसके लिए क्षमा',
        title: 'हमें खेद है: {reference}',
        body: 'जो हुआ उसके लिए हमें खेद है। शिकायत {reference} में हमारा पूरा क्षमा-पत्र है, और आप वहीं जवाब दे सकते हैं।',
        short: 'शिकायत {reference}: जो हुआ उसके लिए हमें खेद है',
      },
    },
  }),
};

const waitingKind = defineNotificationKind({
  ...given,
  name: 'remedy.proposed',
  audience: ['staff'] as const,
  description: 'Redress for a complaint waits for an approval.',
  templates: {
    en: {
      subject: 'Complaint {reference}: {amountPaise, number, rupees} to be approved',
      title: 'To approve: {reference}',
      body: 'For complaint {reference}, {amountPaise, number, rupees} was proposed. Somebody who may decide it is needed.',
      short: 'Complaint {reference}: {amountPaise, number, rupees} to be approved.',
    },
    hi: {
      subject: 'शिकायत {reference}: {amountPaise, number, rupees} की मंज़ूरी चाहिए',
      title: 'मंज़ूरी चाहिए: {reference}',
      body: 'शिकायत {reference} के लिए {amountPaise, number, rupees} का प्रस्ताव है। मंज़ूरी देने वाले की ज़रूरत है।',
      short: 'शिकायत {reference}: {amountPaise, number, rupees} की मंज़ूरी',
    },
  },
});

const listener = 'notifications.remedies';

/**
 * The customer is told once: of money and credit here, of a free visit by what every booking tells. The update that an
 * apology writes tells nothing by itself.
 */
@Injectable()
export class RemediesNotifications {
  constructor(private readonly em: EntityManager) {}

  @Notifies({ listener, on: remedyDone, kinds: Object.values(remedyKinds) })
  async done({ aggregate, data }: DomainEvent<RemedyFacts>) {
    const kind = await this.kindOf(aggregate.id, data.kind);
    return (
      kind &&
      newNotification({
        kind: remedyKinds[kind],
        to: { kind: 'customer', id: data.customerId },
        facts: await this.factsOf(aggregate.id),
      })
    );
  }

  /** Nobody of what was decided meanwhile. */
  @Notifies({ listener, on: remedyProposed, kinds: [waitingKind] })
  async proposed({ aggregate }: DomainEvent<RemedyFacts>) {
    const waiting = await this.em.count(Remedy, { id: aggregate.id, status: 'proposed' });
    if (waiting === 0) return null;
    const told = await this.factsOf(aggregate.id);
    return newNotification({ kind: waitingKind, to: null, orStaffHolding: approving, facts: told });
  }

  private async kindOf(id: string, remedy: string): Promise<keyof typeof remedyKinds | null> {
    if (remedy === 'apology') return 'apologised';
    if (remedy === 'credit') return 'credited';
    if (remedy !== 'refund') return null;
    return (await this.isCredit(id)) ? 'credited' : 'refunded';
  }

  private async isCredit(id: string): Promise<boolean> {
    return (await this.em.count(Remedy, { id, refundAs: 'credit' })) > 0;
  }

  private async factsOf(id: string) {
    const remedy = await this.em.findOneOrFail(Remedy, { id }, { populate: ['complaint'] });
    const { complaint, amountPaise } = remedy;
    return { remedyId: id, complaintId: complaint.id, reference: complaint.reference, amountPaise };
  }
}
