import type { Command } from 'commander'
import { printRows } from '../print-rows'
import { safetyBench } from './safety-bench'

export function addSafetyBench(program: Command): void {
  program
    .command('safety')
    .description('what the walls around plugins cost: a call of a script, a start with 100 plugins')
    .option('--runs <n>', 'starts of the app to take the median of; 0 for calls alone', Number, 5)
    .option('--json', 'print JSON')
    .action(async ({ runs, json }: { runs: number; json?: boolean }) => {
      const rows = await safetyBench(runs)
      if (json) console.log(JSON.stringify(rows))
      else printRows(rows)
    })
}
