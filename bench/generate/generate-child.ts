import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { unwrap } from '../../src/shared/kit'
import { openDecoder } from '../../src/main/inference/host/music/open-decoder'
import { readConfig } from '../../src/main/inference/host/music/musicgen-config'
import type { Files } from '../../src/main/inference/host/sessions'
import { sample } from '../../src/main/inference/host/music/sample'

/** Steps between two turns. */
const BLOCK = 5
const WORDS = 12

/**
 * Wireharp's side of the comparison, as a process of its own: it writes tokens, `BLOCK` a turn, after it has heard `columns` of a
 * piece, and waits for a file of that number before each turn.
 */
export async function generateChild(
  folder: string,
  turnFiles: string,
  columns: number,
  blocks: number,
  threads: number,
): Promise<void> {
  const steps = blocks * BLOCK + 1
  const turns = new Turns(turnFiles)
  await write(folder, columns, steps, threads, turns)
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024)
  console.log(JSON.stringify({ ...turns.told, peakMb }))
}

/** Counts tokens and waits for its turn after each block. The first token, which hears all columns, has one of its own. */
class Turns {
  readonly told: { firstMs: number; blocks: number[]; cpu: number[] } = {
    firstMs: 0,
    blocks: [],
    cpu: [],
  }
  readonly #files: string
  #turn = 0
  #tokens = 0
  #at = performance.now()
  #cpu = 0

  constructor(files: string) {
    this.#files = files
  }

  begin(): void {
    process.stdout.write('\n')
    // Between two tokens nobody can wait otherwise.
    while (!existsSync(`${this.#files}-${this.#turn}`)) sleep(2)
    this.#turn += 1
    this.#at = performance.now()
    this.#cpu = cpuMs()
  }

  token(): void {
    this.#tokens += 1
    if ((this.#tokens - 1) % BLOCK !== 0) return
    const ms = performance.now() - this.#at
    if (this.#tokens === 1) this.told.firstMs = ms
    else {
      this.told.blocks.push(ms)
      this.told.cpu.push(cpuMs() - this.#cpu)
    }
    this.begin()
  }
}

/** Of all threads: what else the machine does counts less than in time by the clock. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

async function write(
  folder: string,
  columns: number,
  steps: number,
  threads: number,
  turns: Turns,
): Promise<void> {
  const names = [
    ...readdirSync(folder),
    ...readdirSync(join(folder, 'onnx')).map(name => `onnx/${name}`),
  ]
  const files: Files = Object.fromEntries(
    names.map(name => [name.replace('onnx/', ''), { path: join(folder, name) }]),
  )
  const config = unwrap(await readConfig(files))
  const text = { states: new Float32Array(WORDS * config.textWidth).fill(0.1), tokens: WORDS }
  await using decoder = unwrap(await openDecoder(files, { config, threads, text }))
  turns.begin()
  const heard = Array.from({ length: columns }, (_, i) =>
    [0, 1, 2, 3].map(book => (i * 31 + book) % 2048),
  )
  let logits = await decoder.begin(heard)
  for (let step = 0; step < steps; step++) {
    const codes = [0, 1, 2, 3].map(
      book => sample(logits, config.codes, book, { guidance: 3, topK: 250 }, 0.4) ?? 0,
    )
    turns.token()
    if (step + 1 < steps) logits = await decoder.next(codes)
  }
}
