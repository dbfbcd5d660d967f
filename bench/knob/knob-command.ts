import type { Command } from 'commander'
import { printRows } from '../print-rows'
import { knobBench } from './knob-bench'

interface KnobArguments {
  readonly turns: number
  readonly lookAhead?: number
  readonly json?: boolean
}

export function addKnobBench(program: Command): void {
  program
    .command('knob')
    .description(
      'from the key that turns a knob to the first frame that sounds otherwise, in Chromium',
    )
    .option('--turns <n>', 'how often', Number, 60)
    .option('--look-ahead <frames>', 'this one alone', Number)
    .option('--json', 'print JSON')
    .action(async ({ turns, lookAhead, json }: KnobArguments) => {
      const rows = await knobBench(turns, lookAhead)
      if (json) console.log(JSON.stringify(rows))
      else printRows(rows.map(({ stages, stagesP95: _p95, ...row }) => ({ ...row, ...stages })))
    })
}
