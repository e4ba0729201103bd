import { homePage } from './home.page.js';

const account = { role: 'customer', name: 'Asha <Rao>', email: 'asha@demo.example', password: 'p"w' };

describe('the home page', () => {
  it('offers the demo accounts, escaped', () => {
    const { text } = homePage({ demoAccounts: [account], hasOutbox: true }).body;
    expect(text).toContain('Start as Asha &lt;Rao&gt;');
    expect(text).toContain('data-password="p&quot;w"');
    expect(text).toContain('href="/dev/outbox"');
  });

  it('has a form to sign in, and neither accounts nor outbox, where there are none', () => {
    const { text } = homePage({ demoAccounts: [], hasOutbox: false }).body;
    expect(text).toContain('id="sign-in"');
    expect(text).not.toMatch(/as-demo|Demo accounts|outbox/);
  });
});
