// Payment after the service, without a gateway: a customer says to pay on the day, and staff record that the money has come or gone.
import { Injectable } from '@nestjs/common';
import { WebhookRefused } from '../payments.errors.js';
import {
  PaymentProvider,
  type OperationRequest,
  type PaymentIdentity,
  type PaymentReport,
} from './payment-provider.js';

@Injectable()
export class OfflineRecorder extends PaymentProvider {
  readonly name = 'offline';
  readonly movesMoney = false;

  async authorise(payment: PaymentIdentity): Promise<PaymentReport> {
    return after(payment, 'authorised');
  }

  async capture(payment: PaymentIdentity, { amountPaise }: OperationRequest): Promise<PaymentReport> {
    return { ...after(payment, 'captured'), capturedPaise: amountPaise };
  }

  async cancelAuthorisation(payment: PaymentIdentity): Promise<PaymentReport> {
    return after(payment, 'cancelled');
  }

  async refund(payment: PaymentIdentity, { key, amountPaise }: OperationRequest): Promise<PaymentReport> {
    const refund = { key, amountPaise, status: 'succeeded' as const, failureCode: null };
    return { ...after(payment, 'captured'), refunds: [refund] };
  }

  /** Nobody knows of it but us. */
  async find(): Promise<null> {
    return null;
  }

  readWebhook(): never {
    throw new WebhookRefused('Nobody sends messages about payments that are recorded by hand.');
  }
}

function after(payment: PaymentIdentity, status: PaymentReport['status']): PaymentReport {
  const { key, amountPaise, capturedPaise, revision } = payment;
  return {
    key,
    reference: key,
    status,
    amountPaise,
    capturedPaise,
    refunds: [],
    failureCode: null,
    checkoutUrl: null,
    revision: revision + 1,
  };
}
