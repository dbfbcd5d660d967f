import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { hostileRounds } from '../../src/main/inference/client/testing/hostile-models'
import { printRows } from '../print-rows'

/** Damaged models and faults of memory, so many of them: how each job ended, and whether another one noticed. */
export function addHostileBench(program: Command): void {
  program
    .command('hostile-models')
    .description(
      'damaged models and faults of memory: how each job ends, and whether others notice',
    )
    .option('--rounds <n>', 'how many', Number, 100)
    .option('--seed <n>', 'of the damage', Number, 1)
    .option('--json', 'print JSON')
    .action(async (options: { rounds: number; seed: number; json?: boolean }) => {
      const { rounds, seed, json } = options
      const folder = mkdtempSync(join(tmpdir(), 'wireharp-hostile-'))
      using _folder = { [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
      const { ends, ...report } = await hostileRounds(folder, rounds, seed)
      if (json) console.log(JSON.stringify({ ends, ...report }))
      else printRows([{ ...ends, ...report }])
    })
}
