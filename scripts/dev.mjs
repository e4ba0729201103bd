// `npm run dev`: builds what is stale and runs the program. Node.js watches the sources and begins anew when one is saved.
import './bootstrap.mjs';

if (!process.exitCode) await import('../dist/src/main.js');
