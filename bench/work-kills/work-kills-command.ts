import type { Command } from 'commander'
import { killChild } from '../../src/main/clips/testing/kill-child'
import { printRows } from '../print-rows'
import { workKillsBench } from './work-kills-bench'

/** `bench work-kills`, and what it kills. */
export function addWorkKillsBench(program: Command): void {
  program
    .command('work-kills')
    .description(
      'the app killed at random moments of import, separation, generation and download, and what is left',
    )
    .option('--rounds <n>', 'how often', Number, 200)
    .option('--seed <n>', 'of the moments', Number, 1)
    .option('--json', 'print JSON')
    .action(async (options: { rounds: number; seed: number; json?: boolean }) => {
      const { rounds, seed, json } = options
      const report = await workKillsBench(rounds, seed)
      if (json) console.log(JSON.stringify(report))
      else {
        const { wrong, ...row } = report
        printRows([row])
        for (const line of wrong) console.log(line)
      }
    })

  program
    .command('work-kills-child', { hidden: true })
    .argument('<home>')
    .action(async (home: string) => {
      await killChild(home)
      process.exit(0)
    })
}
