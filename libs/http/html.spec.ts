import type { FastifyReply } from 'fastify';
import { renderHtml, renderPage } from './html.js';

function render(page: Parameters<typeof renderPage>[1]) {
  const headers: Record<string, string> = {};
  const reply = {
    type: (value: string) => reply.header('content-type', value),
    header: (name: string, value: string) => reply.headers({ [name]: value }),
    headers: (all: object) => Object.assign(headers, all) && reply,
  };
  return { text: renderPage(reply as unknown as FastifyReply, page), headers };
}

describe('a template', () => {
  it('escapes what is put in, in text and attributes', () =>
    expect(renderHtml`<a title="${`"'`}">${'<b>&'}</a>`.text).toBe(
      '<a title="&quot;&#39;">&lt;b&gt;&amp;</a>',
    ));
  it('takes other templates as they are, one or many', () => {
    const items = ['<1>', '2'].map((item) => renderHtml`<li>${item}</li>`);
    expect(renderHtml`<b>${items}</b>`.text).toBe('<b><li>&lt;1&gt;</li><li>2</li></b>');
    expect(renderHtml`<b>${renderHtml`<i>!</i>`}</b>`.text).toBe('<b><i>!</i></b>');
  });
  it('takes backslashes for what they are once they were read by the program', () =>
    expect(renderHtml`<p>${'\\n'} ₹</p>`.text).toBe('<p>\\n ₹</p>'));
});

describe('a page', () => {
  const page = {
    title: '<T>',
    body: renderHtml`<h1>T</h1>`,
    style: 'h1 { color: red }',
    script: 'run(1 < 2)',
  };

  it('lets only its own style and script be used, with a nonce that no other answer has', () => {
    const [one, other] = [render(page), render(page)];
    const nonce = /'nonce-([^']+)'/.exec(one.headers['content-security-policy']!)![1]!;
    expect(Buffer.from(nonce, 'base64')).toHaveLength(16);
    expect(one.text).toContain(`<style nonce="${nonce}">h1 { color: red }</style>`);
    expect(one.text).toContain(`<script type="module" nonce="${nonce}">run(1 < 2)</script>`);
    expect(one.text).toContain('<title>&lt;T&gt;</title>');
    expect(other.headers['content-security-policy']).not.toContain(nonce);
    expect(one.headers['content-security-policy']).not.toContain('unsafe');
  });
  it('says where violations are reported to', () => {
    const { headers } = render(page);
    expect(headers['content-security-policy']).toMatch(/report-to csp; report-uri \/csp-report$/);
    expect(headers['reporting-endpoints']).toBe('csp="/csp-report"');
  });
  it.each(['</script><script>', '<!--', 'x = "</p>"'])('is refused with a script that holds %s', (script) =>
    expect(() => render({ ...page, script })).toThrow('must not contain'),
  );
});
