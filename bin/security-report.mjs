#!/usr/bin/env node
// Writes docs/security-report.md from what the last run of e2e/attacks left in out/attacks.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { at } from './lib/root.mjs'

const reports = ['js', 'wasm', 'async']
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
deadline (60 ms) and 100 ms, that its process stayed below 256 MB (a heap of 64 MB, 128 MB, and the 64 MB with which one
begins) or was killed, that all other nodes gave the very samples that they give without it, that the next plugin works, and that
no process of it is left. State, crash loops, races, kills and isolates one after the other (S31–S36) are in \`host-attacks.test.ts\`, caches and
snapshots of V8 (S06) in \`no-caches.test.ts\`.

“async” are attacks of what plugins do beside their sound, on the app and not on the engine (S12, S27–S29): tools that wait,
flood and forge, and processes in which something has broken out of its isolate and speaks to the app as it likes. The engine
plays in a process of its own meanwhile. Their “longest block” is the longest time of the processor that the app spent on it
without a pause, 300 ms at most.

${summary}

“ran”: nothing came of it. “mended”: samples that are no numbers were taken out. “refused”: it was not let in.

${table(['row', 'guest', 'probe', 'ended', 'longest block', 'largest process'], all)}
`,
)
