import { z } from 'zod';
import { defineNotice } from './notice-kind.js';

const webhook = z.object({
  webhookId: z.uuid(),
  /** As the colleague who made it describes it. */
  description: z.string(),
});

export const systemNotices = {
  'webhook.disabled': defineNotice({
    ...{ category: 'system', audience: ['staff'], facts: webhook },
    sample: { webhookId: '019aa000-0000-7000-8000-000000000004', description: 'Accounting' },
    description: 'An endpoint of another system was switched off, because nothing reaches it.',
    words: {
      en: {
        subject: 'A webhook was switched off',
        title: 'Webhook switched off',
        body: 'The webhook "{description}" was switched off: its server has said that it is gone, or nothing has reached it for days. What it has missed can be sent again once it is switched on.',
        short: 'A webhook was switched off, because nothing reaches it.',
      },
      hi: {
        subject: 'एक वेबहुक बंद कर दिया गया है',
        title: 'वेबहुक बंद',
        body: 'वेबहुक "{description}" बंद कर दिया गया है: उसके सर्वर ने कहा है कि वह अब नहीं है, या कई दिनों से उस तक कुछ नहीं पहुँचा। चालू करने के बाद छूटी हुई सूचनाएँ फिर से भेजी जा सकती हैं।',
        short: 'एक वेबहुक बंद हुआ: उस तक कुछ नहीं पहुँच रहा।',
      },
    },
  }),
};
