// The command that the conformance suite starts for each scenario: it has the scenario done by the program that runs the suite.
const answer = await fetch(process.argv[2], {
  method: 'POST',
  body: JSON.stringify({
    url: process.argv.at(-1),
    scenario: process.env.MCP_CONFORMANCE_SCENARIO,
    context: JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}'),
  }),
});
const said = await answer.text();
if (said) process.stderr.write(`${said}\n`);
process.exitCode = answer.ok ? 0 : 1;
