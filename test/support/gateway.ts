// A payment gateway on this machine, that speaks the protocol of docs/money.md: it keeps payments, knows calls by their keys, signs what it sends,
// and fails as a test says.
import { newId } from '#libs/orm';
import { Webhook } from 'standardwebhooks';
import { startReceiver, type Received, type Reply } from './receiver.js';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

export interface PaymentAtGateway {
  id: string;
  key: string;
  status: string;
  amount: number;
  currency: string;
  captured: number;
  refunds: { key: string; amount: number; status: string; failure_code?: string }[];
  checkout_url: string;
  revision: number;
}

interface Answer {
  status: number;
  body: object;
}

export type Gateway = Awaited<ReturnType<typeof startGateway>>;

export async function startGateway() {
  const receiver = await startReceiver();
  const payments = new Map<string, PaymentAtGateway>();
  const answered = new Map<string, Answer>();
  let refundStatus = 'succeeded';

  function change(key: string, changes: Partial<PaymentAtGateway>): PaymentAtGateway {
    const payment = payments.get(key)!;
    return Object.assign(payment, changes, { revision: payment.revision + 1 });
  }

  const found = (id: string) => [...payments.values()].find((each) => each.id === id || each.key === id);

  /** A call that was made before is answered as it was then. */
  function handle({ method, path, headers, body }: Received): Answer {
    if (headers.authorization !== 'Bearer key-of-the-test') return { status: 401, body: { code: 'KEY' } };
    if (method === 'GET') {
      const payment = payments.get(new URL(path, receiver.url).searchParams.get('key')!);
      return payment ? { status: 200, body: payment } : { status: 404, body: { code: 'UNKNOWN' } };
    }
    const key = headers['idempotency-key'] as string;
    const answer = answered.get(key) ?? does(path, JSON.parse(body));
    answered.set(key, { ...answer, body: structuredClone(answer.body) });
    return answer;
  }

  function does(path: string, input: { key: string; amount: number; currency: string }): Answer {
    const [, , id, verb] = path.split('/');
    if (!id) return { status: 201, body: added(input) };
    const payment = found(id);
    if (!payment) return { status: 404, body: { code: 'UNKNOWN' } };
    const { key, captured, status } = payment;
    if (verb === 'capture' && status === 'authorised')
      return { status: 200, body: change(key, { status: 'captured', captured: input.amount }) };
    if (verb === 'cancel' && captured === 0)
      return { status: 200, body: change(key, { status: 'cancelled' }) };
    const back = payment.refunds.reduce((sum, { amount }) => sum + amount, 0);
    if (verb !== 'refunds' || back + input.amount > captured)
      return { status: 422, body: { code: 'NOT_POSSIBLE' } };
    const refund = { key: input.key, amount: input.amount, status: refundStatus };
    return { status: 201, body: change(key, { refunds: [...payment.refunds, refund] }) };
  }

  function added({ key, amount, currency }: { key: string; amount: number; currency: string }) {
    const id = `pay_${newId()}`;
    const checkout = `https://pay.example/${id}`;
    const state = { status: 'created', captured: 0, refunds: [], revision: 1 };
    const payment = { id, key, amount, currency, checkout_url: checkout, ...state };
    payments.set(key, payment);
    return payment;
  }

  const json = ({ status, body }: Answer): Reply => {
    const text = JSON.stringify(body);
    return (response) => void response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  };
  receiver.answerAlways((response, received) => json(handle(received))(response, received));

  return {
    settings: {
      PAYMENT_GATEWAY_URL: receiver.url,
      PAYMENT_GATEWAY_KEY: 'key-of-the-test',
      PAYMENT_GATEWAY_WEBHOOK_SECRET: secret,
      PAYMENT_GATEWAY_TIMEOUT_MS: 10_000,
      OUTBOUND_ALLOW_PRIVATE: true,
    },
    payments,
    received: receiver.received,
    change,
    /** How the next call is answered, without being done. */
    answer: receiver.answer,
    says: (status: number, body: object) => receiver.answer(json({ status, body })),
    /** The next call is done, and then answered otherwise. */
    doesThen: (reply: Reply) =>
      receiver.answer((response, received) => {
        handle(received);
        reply(response, received);
      }),
    /** The next call is done; while whoever has called still waits, `meanwhile` happens. */
    doesWhile: (meanwhile: (body: PaymentAtGateway) => Promise<unknown>) =>
      receiver.answer((response, received) => {
        const answer = handle(received);
        const said = structuredClone(answer);
        void meanwhile(answer.body as PaymentAtGateway).then(() => json(said)(response, received));
      }),
    refundsEnd: (status: string) => void (refundStatus = status),
    /** What it sends of a payment as it is at this moment. */
    message: (payment: object, at: Date, by = secret) => {
      const payload = JSON.stringify({ type: 'payment.updated', payment });
      const [id, timestamp] = [`msg_${newId()}`, String(Math.floor(at.getTime() / 1000))];
      const headers = {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': new Webhook(by).sign(id, at, payload),
      };
      return { payload, headers };
    },
    close: receiver.close,
  };
}
