import { IntentRecogniser } from '#libs/nlu';
import { intentLearning, loadIntentCorpus } from '../src/agents/language/corpus.js';
import { loadHeldOut } from '../src/agents/language/held-out.js';
import { writeFileSync } from 'node:fs';
it('probe', () => {
  const c = loadIntentCorpus();
  const r = IntentRecogniser.train(c, intentLearning);
  const own = loadHeldOut('heldout.tsv'), sit = loadHeldOut('heldout-situations.tsv');
  const hear = (t: string) => r.recognise(t).intents.map((i) => i.name);
  const out: string[] = [];
  for (const [n, all] of [['own', own], ['sit', sit]] as const) {
    const one = all.filter((e) => e.intents.length === 1);
    const wrong = one.filter((e) => hear(e.text)[0] !== e.intents[0]);
    out.push(`${n} one ${one.length - wrong.length}/${one.length}`);
    for (const w of wrong) out.push(`   ${w.intents[0]} <- ${hear(w.text)[0]} | ${w.text}`);
  }
  const sev = own.filter((e) => e.intents.length > 1);
  out.push(`several ${sev.filter((e) => hear(e.text).toSorted().join() === e.intents.toSorted().join()).length}/${sev.length}`);
  const f = [...own, ...sit].filter((e) => e.intents.length === 0);
  const heard = f.filter((e) => hear(e.text).length > 0);
  out.push(`foreign rejected ${f.length - heard.length}/${f.length}`);
  for (const w of heard) out.push(`   none <- ${hear(w.text)[0]} | ${w.text}`);
  writeFileSync(process.env.PROBE_OUT ?? '/tmp/cc/probe.txt', out.join('\n'));
});
