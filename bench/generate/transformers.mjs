/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access --
   transformers.js lies where whoever measures has put it: there are no types of it. */
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'

// transformers.js' side of the comparison; generate-child.ts is the other, and says how turns are taken.
const [where, folder, turnFiles, columns, blocks, threads] = process.argv.slice(2)
const BLOCK = 5
const WORDS = 12
const steps = Number(blocks) * BLOCK + 1

const { env, Tensor, MusicgenForConditionalGeneration } = await import(pathToFileURL(where).href)
env.allowRemoteModels = false
env.localModelPath = join(folder, '..')
const model = await MusicgenForConditionalGeneration.from_pretrained(basename(folder), {
  dtype: 'fp32',
  session_options: { intraOpNumThreads: Number(threads) },
})

const told = { firstMs: 0, blocks: [], cpu: [] }
let cpu = 0

function cpuMs() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

let turn = 0
let tokens = 0
let at = 0

function begin() {
  process.stdout.write('\n')
  while (!existsSync(`${turnFiles}-${turn}`)) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2)
  }
  turn += 1
  at = performance.now()
  cpu = cpuMs()
}

/** The first word of a streamer is what was given. */
let given = false
function put() {
  if (!given) {
    given = true
    return
  }
  tokens += 1
  if ((tokens - 1) % BLOCK !== 0) return
  const ms = performance.now() - at
  if (tokens === 1) told.firstMs = ms
  else {
    told.blocks.push(ms)
    told.cpu.push(cpuMs() - cpu)
  }
  begin()
}

const words = new BigInt64Array(WORDS).fill(1n)
const heard = BigInt64Array.from({ length: 4 * Number(columns) }, (_, i) => BigInt((i * 31) % 2048))
begin()
await model.generate({
  input_ids: new Tensor('int64', words, [1, WORDS]),
  attention_mask: new Tensor('int64', words, [1, WORDS]),
  decoder_input_ids: new Tensor('int64', heard, [4, Number(columns)]),
  max_new_tokens: steps,
  do_sample: true,
  top_k: 250,
  guidance_scale: 3,
  streamer: { put, end: () => undefined },
})
const peakMb = Math.round(process.resourceUsage().maxRSS / 1024)
console.log(JSON.stringify({ ...told, peakMb }))
