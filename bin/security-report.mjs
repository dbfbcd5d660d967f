#!/usr/bin/env node
// Writes docs/security-report.md from what the last run of e2e/attacks left in out/attacks.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { at } from './lib/root.mjs'

const reports = ['js', 'wasm']
  .map(guest => at(`out/attacks/${guest}.json`))
  .filter(path => existsSync(path))
  .map(path => JSON.parse(readFileSync(path, 'utf8')))

const outcomes = ['ran', 'mended', 'threw', 'timeout', 'memory', 'killed', 'refused']

function table(head, rows) {
  const line = cells => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

const summary = table(
  ['guest', 'probes', ...outcomes, 'others identical', 'longest block', 'largest process'],
  reports.map(({ summary: s }) => [
    s.guest,
    s.probes,
    ...outcomes.map(outcome => s.outcomes[outcome] ?? 0),
    s.othersIdentical,
    `${s.longestBlockMs} ms`,
    `${s.peakMb} MB`,
  ]),
)

const all = reports.flatMap(({ summary: { guest }, rows }) =>
  rows.map(row => [row.row, guest, row.name, row.outcome, `${row.blockMs} ms`, `${row.peakMb} MB`]),
)

writeFileSync(
  at('docs/security-report.md'),
  `# What hostile plugins did

Written by \`node bin/security-report.mjs\` from the last run of \`e2e/attacks\`. Each probe is a plugin in a process of its own
that is let into an engine while it sounds. Every one asserts how it ended, that no block of sound took longer than the
deadline (60 ms) and 100 ms, that its process stayed below its limit and 128 MB or was killed, that all other nodes gave
the very samples that they give without it, and that the next plugin works. State, crash loops, races and kills are in
\`host-attacks.test.ts\`.

${summary}

“ran”: nothing came of it. “mended”: samples that are no numbers were taken out. “refused”: it was not let in.

${table(['row', 'guest', 'probe', 'ended', 'longest block', 'largest process'], all)}
`,
)
