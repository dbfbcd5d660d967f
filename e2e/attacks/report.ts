import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rootFolder } from '../../src/main/kit'
import type { Attacked } from './attack'

/** Leaves what was found in `out/attacks/<guest>.json`. */
export function report(guest: string, attacked: readonly Attacked[]): void {
  const folder = join(rootFolder(), 'out/attacks')
  mkdirSync(folder, { recursive: true })
  const of = (pick: (one: Attacked) => number) => Math.max(0, ...attacked.map(pick))
  const counts = Object.groupBy(attacked, ({ outcome }) => outcome)
  const summary = {
    guest,
    probes: attacked.length,
    rows: [...new Set(attacked.map(({ row }) => row))].toSorted(),
    outcomes: Object.fromEntries(
      Object.entries(counts).map(([outcome, list]) => [outcome, list.length]),
    ),
    othersIdentical: attacked.filter(({ identical }) => identical).length,
    longestBlockMs: Math.round(of(({ blockMs }) => blockMs) * 10) / 10,
    peakMb: Math.round(of(({ peakRss }) => peakRss) / 2 ** 20),
  }
  const rows = attacked.map(({ row, name, outcome, blockMs, tookMs, peakRss }) => ({
    row,
    name,
    outcome,
    blockMs: Math.round(blockMs * 10) / 10,
    tookMs: Math.round(tookMs),
    peakMb: Math.round(peakRss / 2 ** 20),
  }))
  writeFileSync(
    join(folder, `${guest}.json`),
    `${JSON.stringify({ summary, rows }, undefined, 2)}\n`,
  )
}
