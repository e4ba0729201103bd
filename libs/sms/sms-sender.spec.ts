import { Logger } from '@nestjs/common';
import { SmsRefused, SmsSender, type TextMessage, type SmsCarrier } from './index.js';

const sms: TextMessage = { to: '+919876543210', text: 'Plain words' };
beforeAll(() => Logger.overrideLogger(false));

class Provider implements SmsCarrier {
  readonly carried: [id: string, to: string][] = [];

  /** @param failures what it throws, one after the other, before it takes messages */
  constructor(
    readonly name: string,
    private readonly failures: Error[] = [],
  ) {}

  async carry({ to }: TextMessage, id: string): Promise<void> {
    const failure = this.failures.shift();
    if (failure) throw failure;
    this.carried.push([id, to]);
  }
}

const away = () => new Error('nobody answers');

describe('text messages', () => {
  it('go by the first provider that takes them', async () => {
    const [first, second] = [new Provider('first', [away()]), new Provider('second')];
    const sender = new SmsSender([first, second]);
    expect(await sender.deliver(sms, 'one')).toBe('second');
    expect(await sender.deliver(sms, 'two')).toBe('first');
    expect([first.carried, second.carried]).toEqual([[['two', sms.to]], [['one', sms.to]]]);
  });

  it('that one refuses are not shown to another', async () => {
    const [first, second] = [new Provider('first', [new SmsRefused()]), new Provider('second')];
    const sender = new SmsSender([first, second]);
    await expect(sender.deliver(sms, 'id')).rejects.toThrow(SmsRefused);
    expect(second.carried).toEqual([]);
  });

  it('that nobody takes may be tried again', async () => {
    const only = new Provider('only', [away()]);
    const sender = new SmsSender([only]);
    await expect(sender.deliver(sms, 'id')).rejects.toThrow('nobody answers');
    expect(await sender.deliver(sms, 'id')).toBe('only');
    await expect(new SmsSender([]).deliver(sms, 'id')).rejects.toThrow('Nobody carries');
  });
});
