import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { rootFolder } from '../../src/main/kit'
import { real, writeMusicgen } from '../../src/main/inference/host/testing/tiny-musicgen'
import { roomyMemory } from '../../src/main/inference/client/roomy-memory'
import { median } from '../median'

export interface GenerateRow {
  readonly who: string
  /** Tokens heard before, as in the middle of a piece of that length. */
  readonly heard: number
  readonly firstMs: number
  readonly msPerToken: number
  /** Processor time of all threads. */
  readonly cpuMsPerToken: number
  readonly tokensPerSecond: number
  readonly peakMb: number
}

const answerSchema = z.object({
  firstMs: z.number(),
  blocks: z.array(z.number()),
  cpu: z.array(z.number()),
  peakMb: z.number(),
})
const BLOCK = 5

/**
 * The decoder of MusicGen small in its real size, with random weights of 8 bits as `quantize_dynamic` writes them: Wireharp
 * against transformers.js on the same file, turn by turn.
 */
export async function generateBench(options: {
  readonly columns: number
  readonly blocks: number
  /** Of each; with one, time of the processor is the work alone, without threads that wait for others. */
  readonly threads: number
  /** The file `transformers.node.mjs` of an installed @huggingface/transformers. */
  readonly transformers?: string
}): Promise<GenerateRow[]> {
  const folder = modelFolder()
  if (decoderMegabytes() < 400) writeMusicgen(folder, { size: real, onnx: 'onnx' })
  const all = ['ours', ...(options.transformers === undefined ? [] : [options.transformers])]
  const turns = mkdtempSync(join(tmpdir(), 'wireharp-turns-'))
  using _turns = { [Symbol.dispose]: () => rmSync(turns, { recursive: true }) }
  const children = all.map((who, i) => new Child(who, folder, join(turns, `${i}`), options))
  for (const child of children) await child.ready()
  // The first token and then the blocks, each in turn.
  for (let turn = 0; turn < options.blocks + 2; turn++) {
    for (const child of children) await child.turn()
  }
  return await Promise.all(
    children.map(async (child, index) => {
      const { firstMs, blocks, cpu, peakMb } = await child.answer()
      const msPerToken = median(blocks) / BLOCK
      return {
        who: index === 0 ? 'Wireharp' : 'transformers.js',
        heard: options.columns,
        firstMs,
        msPerToken,
        cpuMsPerToken: median(cpu) / BLOCK,
        tokensPerSecond: 1000 / msPerToken,
        peakMb,
      }
    }),
  )
}

const modelFolder = () => join(tmpdir(), 'wireharp-musicgen-small', 'musicgen')

/** Of the decoder's file; none before it is written. */
export function decoderMegabytes(): number {
  const file = join(modelFolder(), 'onnx/decoder_model_merged.onnx')
  return existsSync(file) ? statSync(file).size / 1e6 : 0
}

class Child {
  readonly #process
  readonly #lines: AsyncIterator<string>
  readonly #turnFiles: string
  #turn = 0
  #last = ''

  constructor(
    who: string,
    folder: string,
    turnFiles: string,
    { columns, blocks, threads }: { columns: number; blocks: number; threads: number },
  ) {
    this.#turnFiles = turnFiles
    const wish = [folder, turnFiles, `${columns}`, `${blocks}`, `${threads}`]
    const script =
      who === 'ours'
        ? [join(dirname(process.argv[1] ?? ''), 'generate-child.js'), ...wish]
        : [join(rootFolder(), 'bench/generate/transformers.mjs'), who, ...wish]
    this.#process = spawn(process.execPath, ['--no-warnings', ...script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: rootFolder(),
      // As the process that runs models has it.
      env: who === 'ours' ? roomyMemory() : process.env,
    })
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]()
  }

  ready(): Promise<void> {
    return this.#line()
  }
  async turn(): Promise<void> {
    writeFileSync(`${this.#turnFiles}-${this.#turn}`, '')
    this.#turn += 1
    await this.#line()
  }
  async answer(): Promise<z.infer<typeof answerSchema>> {
    while (this.#last === '') await this.#line()
    return answerSchema.parse(JSON.parse(this.#last))
  }

  async #line(): Promise<void> {
    if (this.#last !== '') return
    const next = await this.#lines.next()
    if (next.done === true) throw new Error('A process that was compared ended early')
    this.#last = next.value
  }
}
