import { TextClassifier, inLatin } from '#libs/nlu';
import { linesOf, labelledLinesIn, loadIntentKinds } from '../src/agents/language/corpus.js';
import { writeFileSync } from 'node:fs';
it('probe', () => {
  const base = new URL('../src/agents/complaint/', import.meta.url);
  const leg = (e: any) => ({ ...e, text: inLatin(e.text) });
  const out: string[] = [];
  const t0 = performance.now();
  const m = TextClassifier.train(labelledLinesIn(new URL('matters/', base)).map(leg));
  const t1 = performance.now();
  const w = TextClassifier.train(labelledLinesIn(new URL('wishes/', base)).map(leg));
  const k = TextClassifier.train(loadIntentKinds('complaint_status').map(leg));
  out.push(`train ${t1 - t0} ms all ${performance.now() - t0}; sharp ${m.sharpness} ${w.sharpness} ${k.sharpness}; bytes ${m.toBytes().length}`);
  let right = 0, wrongSure = 0, n = 0;
  for (const l of linesOf(new URL('heldout-matters.tsv', base))) {
    const [text, label] = l.split('\t');
    const p = m.predict(inLatin(text!)); n++;
    if (p[0]!.label === label) right++;
    else out.push(`   ${label} <- ${p.slice(0,2).map((x) => x.label + ' ' + x.confidence.toFixed(2)).join(', ')} | ${text}`);
  }
  out.push(`matters ${right}/${n}`);
  for (const t of (process.env.TEXTS ?? '').split('|').filter(Boolean))
    out.push(`${t}\n     M ${m.predict(inLatin(t)).slice(0,3).map((x) => x.label + ' ' + x.confidence.toFixed(2)).join(', ')}\n     W ${w.predict(inLatin(t)).slice(0,3).map((x) => x.label + ' ' + x.confidence.toFixed(2)).join(', ')}\n     K ${k.predict(inLatin(t)).slice(0,3).map((x) => x.label + ' ' + x.confidence.toFixed(2)).join(', ')}`);
  writeFileSync('/tmp/cc/p2.txt', out.join('\n'));
});
