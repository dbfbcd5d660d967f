import type { Command } from 'commander'
import { printRows } from '../print-rows'
import { decoderMegabytes, generateBench } from './generate-bench'
import { generateGate } from './generate-gate'

interface GenerateArguments {
  readonly heard: readonly number[]
  readonly blocks: number
  readonly threads: number
  readonly transformers?: string
  readonly json?: boolean
}

const numbers = (list: string): number[] => list.split(',').map(Number)

export function addGenerateBench(program: Command): void {
  program
    .command('generate')
    .description(
      'tokens of the decoder of MusicGen small, in its real size, against transformers.js; 1 where a limit does not hold',
    )
    .option('--heard <list>', 'tokens heard before, each measured by itself', numbers, [250, 600])
    .option('--blocks <n>', 'blocks of five tokens', Number, 6)
    .option('--threads <n>', 'of each', Number, 1)
    .option('--transformers <file>', 'transformers.node.mjs of @huggingface/transformers')
    .option('--json', 'print JSON: rows, and the gate with each figure beside its limit')
    .action(async (options: GenerateArguments) => {
      const { heard, blocks, threads, transformers, json } = options
      const rows = []
      for (const columns of heard) {
        const parts = { columns, blocks, threads }
        rows.push(
          ...(await generateBench({
            ...parts,
            ...(transformers !== undefined && { transformers }),
          })),
        )
      }
      const gate = generateGate(rows, { megabytes: decoderMegabytes() })
      if (json) console.log(JSON.stringify({ rows, gate }))
      else {
        printRows(rows)
        printRows(gate)
      }
      if (gate.some(({ holds }) => !holds)) process.exitCode = 1
    })
}
