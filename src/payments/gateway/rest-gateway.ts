// A payment gateway that speaks HTTP and JSON, reached by settings. Every call is known to it by a key, so that one that was made twice happens
// once; what was not answered, or not in its language, is unclear and never taken for a no.
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { OutboundError, OutboundRequests, type OutboundAnswer } from '#libs/outbound';
import { Clock } from '#libs/time';
import { Settings } from '../../config/settings.js';
import { WebhookRefused } from '../payments.errors.js';
import {
  PaymentProvider,
  PaymentRefused,
  PaymentUnclear,
  type AuthoriseRequest,
  type OperationRequest,
  type PaymentIdentity,
  type PaymentReport,
  type WebhookMessage,
} from './payment-provider.js';
import { gatewayEvent, gatewayPayment, gatewayRefusal } from './rest-gateway.messages.js';
import { isSignedBy } from './webhook-signature.js';

const mostBytes = 64 * 1024;

@Injectable()
export class RestGateway extends PaymentProvider {
  readonly name = 'rest';
  readonly movesMoney = true;

  constructor(
    private readonly settings: Settings,
    private readonly outbound: OutboundRequests,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** Whether the settings name one. */
  get isConfigured(): boolean {
    return this.settings.PAYMENT_GATEWAY_URL !== undefined;
  }

  authorise(payment: PaymentIdentity, request: AuthoriseRequest): Promise<PaymentReport> {
    const { currency, amountPaise: amount, capturesAtOnce } = request;
    return this.change('payments', payment, request.key, {
      key: payment.key,
      amount,
      currency,
      capture: capturesAtOnce,
    });
  }

  capture(payment: PaymentIdentity, { key, amountPaise }: OperationRequest): Promise<PaymentReport> {
    return this.change(`payments/${idOf(payment)}/capture`, payment, key, { amount: amountPaise });
  }

  cancelAuthorisation(payment: PaymentIdentity, { key }: OperationRequest): Promise<PaymentReport> {
    return this.change(`payments/${idOf(payment)}/cancel`, payment, key, {});
  }

  refund(payment: PaymentIdentity, { key, amountPaise }: OperationRequest): Promise<PaymentReport> {
    return this.change(`payments/${idOf(payment)}/refunds`, payment, key, { key, amount: amountPaise });
  }

  /** By our own key, which the gateway knows also when its answer was lost. */
  async find(payment: PaymentIdentity): Promise<PaymentReport | null> {
    const answer = await this.ask('GET', `payments?key=${payment.key}`);
    if (answer.status === 404) return null;
    if (answer.status !== 200) throw new PaymentUnclear(`HTTP_${answer.status}`);
    return reportIn(answer, payment);
  }

  readWebhook({ headers, body }: WebhookMessage): PaymentReport {
    const secret = this.settings.PAYMENT_GATEWAY_WEBHOOK_SECRET;
    if (!secret || !isSignedBy(secret, headers, body, this.clock.now()))
      throw new WebhookRefused('The signature is not of the gateway, or is too old.');
    const event = gatewayEvent.safeParse(jsonIn(body.toString()));
    if (!event.success) throw new WebhookRefused('This is no message about a payment.');
    return event.data.payment;
  }

  private async change(path: string, payment: PaymentIdentity, key: string, body: object) {
    const answer = await this.ask('POST', path, { key, body: JSON.stringify(body) });
    if (answer.status === 200 || answer.status === 201) return reportIn(answer, payment);
    const refusal = gatewayRefusal.safeParse(jsonIn(answer.body));
    // 409: the same key is being worked on at this moment. 429: later. Neither is a no.
    const isNo = answer.status >= 400 && answer.status < 500 && ![408, 409, 425, 429].includes(answer.status);
    if (isNo && refusal.success) throw new PaymentRefused(refusal.data.code);
    throw new PaymentUnclear(`HTTP_${answer.status}`);
  }

  private async ask(
    method: 'GET' | 'POST',
    path: string,
    sent?: { key: string; body: string },
  ): Promise<OutboundAnswer> {
    const { PAYMENT_GATEWAY_URL: base, PAYMENT_GATEWAY_KEY: token } = this.settings;
    if (!base || !token) throw new PaymentUnclear('GATEWAY_NOT_CONFIGURED');
    const headers: Record<string, string> = { authorization: `Bearer ${token}`, accept: 'application/json' };
    if (sent) Object.assign(headers, { 'content-type': 'application/json', 'idempotency-key': sent.key });
    try {
      return await this.outbound.send({
        method,
        url: `${base.replace(/\/$/, '')}/${path}`,
        headers,
        body: sent?.body ?? null,
        timeoutMs: this.settings.PAYMENT_GATEWAY_TIMEOUT_MS,
        mostBytes,
      });
    } catch (error) {
      if (error instanceof OutboundError) throw new PaymentUnclear(error.code, { cause: error });
      throw error;
    }
  }
}

/** It has told its id with its first answer; until then it knows the payment by ours. */
function idOf({ key, reference }: PaymentIdentity): string {
  return encodeURIComponent(reference ?? key);
}

/** @throws PaymentUnclear for what is no whole answer about this payment */
function reportIn({ body, isTruncated }: OutboundAnswer, { key }: PaymentIdentity): PaymentReport {
  const report = gatewayPayment.safeParse(isTruncated ? undefined : jsonIn(body));
  if (!report.success)
    throw new PaymentUnclear('ANSWER_NOT_UNDERSTOOD', { cause: z.prettifyError(report.error) });
  if (report.data.key !== key) throw new PaymentUnclear('ANSWER_OF_ANOTHER_PAYMENT');
  return report.data;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
