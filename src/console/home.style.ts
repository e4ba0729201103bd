/** Readable from 320 px on, by day and by night; every colour of text has a contrast of at least 4.5 to 1. */
export const homeStyle = `
:root { color-scheme: light dark; --text: #1b1d21; --soft: #565b63; --page: #f3f4f6; --card: #fff; --line: #d5d8dd; --accent: #0b57d0; --on-accent: #fff; --mine: #dbe7fd; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --text: #e9eaec; --soft: #a9afb8; --page: #15171a; --card: #1f2226; --line: #3b4047; --accent: #a8c7fa; --on-accent: #062e6f; --mine: #243b63; --bad: #f2b8b5; } }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.5 system-ui, 'Noto Sans', 'Noto Sans Devanagari', sans-serif; color: var(--text); background: var(--page); }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.125rem; margin: 0 0 .75rem; }
header p { margin: .25rem 0; color: var(--soft); }
#state[data-is='ok']::before { content: '● '; color: #188038; }
#state[data-is='bad']::before { content: '● '; color: var(--bad); }
section { margin-top: 1.25rem; padding: 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
label { display: block; font-weight: 600; margin-top: .5rem; }
input { width: 100%; font: inherit; color: inherit; background: var(--page); padding: .6rem .75rem; border: 1px solid var(--line); border-radius: .5rem; }
button { font: inherit; font-weight: 600; padding: .65rem 1rem; border: 1px solid var(--accent); border-radius: .5rem; color: var(--on-accent); background: var(--accent); cursor: pointer; }
button.quiet, button.example { color: var(--accent); background: transparent; }
button:disabled { opacity: .6; cursor: default; }
#sign-in button { width: 100%; margin-top: .75rem; }
#sign-in p { margin: .75rem 0 0; color: var(--soft); }
#refused, .problem { color: var(--bad) !important; font-weight: 600; }
#refused:empty { display: none; }
#log { display: flex; flex-direction: column; gap: .5rem; max-height: 24rem; overflow-y: auto; }
#log p { margin: 0; padding: .6rem .85rem; border-radius: .85rem; max-width: 85%; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--page); align-self: flex-start; }
#log p.mine { background: var(--mine); align-self: flex-end; }
#log p.made { align-self: stretch; max-width: none; text-align: center; font-weight: 600; }
#examples { display: flex; flex-wrap: wrap; gap: .5rem; margin: .75rem 0 0; }
button.example { font-weight: 400; font-size: .9375rem; text-align: left; padding: .4rem .75rem; }
#say { display: flex; gap: .5rem; margin-top: .75rem; }
ul { margin: 0; padding-left: 1.25rem; }
a { color: var(--accent); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
code { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
:focus-visible { outline: 3px solid #f9ab00; outline-offset: 2px; }
[hidden] { display: none !important; }
`;
