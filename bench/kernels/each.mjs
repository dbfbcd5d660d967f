/// <reference types="node" />
// Time of each kernel for 60 s at 48 kHz, in milliseconds and as a multiple of real time.

import { BLOCK, CHANNEL_BYTES, createHost, shortest } from './wasm-host.mjs'

const SECONDS = 60
const BLOCKS = Math.floor((SECONDS * 48_000) / BLOCK)
const sweep = Float32Array.from({ length: BLOCK }, (_, i) => 440 + 100 * Math.sin(i / 50))
const times = Float32Array.from({ length: BLOCK }, (_, i) => 0.01 + 0.001 * Math.sin(i / 50))

/** @type {[string, string, (number | Float32Array)[], number][]} */
const cases = [
  ['oscillator', 'sine', [0, 440, 0, 0], 1],
  ['oscillator', 'saw', [1, 440, 0, 0], 1],
  ['oscillator', 'saw, moving pitch', [1, sweep, 0, 0], 1],
  ['noise', 'white stereo', [0, 0, 0], 2],
  ['noise', 'pink stereo', [1, 0, 0], 2],
  ['gain', 'stereo', [0.5], 2],
  ['pan', 'stereo', [0.3], 2],
  ['biquad', 'stereo', [5, 1_000, 1, 0, 3, 0], 2],
  ['biquad', 'stereo, moving frequency', [5, sweep, 1, 0, 3, 0], 2],
  ['delay', 'stereo', [0.3, 0.5, 0.5, 8_000, 0, 0, 120], 2],
  ['delay', 'stereo, moving time', [times, 0.5, 0.5, 8_000, 0, 0, 120], 2],
  ['meter', 'stereo', [0.05], 2],
  ['smooth', '', [0.02], 1],
  ['lfo', 'sine', [0, 5, 1, 0, 0, 0.5, 0, 8, 0, 0, 0, 0], 1],
  ['follower', 'RMS, stereo', [1, 0.005, 0.1, 0.02, 1], 2],
  ['width', 'stereo, mono bass', [1.5, 0, 120], 2],
]

/**
 * @param {string} name
 * @param {number} time milliseconds
 */
function report(name, time) {
  const speed = Math.round((SECONDS * 1_000) / time)
  process.stdout.write(
    `${name.padEnd(36)}${time.toFixed(1).padStart(8)} ms  ${speed} × real time\n`,
  )
}

const host = await createHost()
for (const [id, name, params, channels] of cases) {
  const input = host.allocate(2 * CHANNEL_BYTES)
  const samples = new Float32Array(host.memory.buffer, input, 2 * BLOCK)
  for (let i = 0; i < samples.length; i++) samples[i] = Math.random() - 0.5
  const output = host.allocate(2 * CHANNEL_BYTES)
  const run = host.instance(id, { input: [input, channels], output: [output, channels], params })
  const time = await shortest(5, () => {
    for (let block = 0; block < BLOCKS; block++) run(0, BLOCK)
  })
  report(`${id} ${name}`, time)
}

const { player_segment, player_prepare, player_margin, player_state_size } = host.functions
/** @type {[number, number, string][]} */
const conversions = [
  [1, 1, 'copy'],
  [147, 160, '44.1 to 48 kHz'],
  [320, 147, '96 to 44.1 kHz'],
]
for (const [num, den, name] of conversions) {
  player_prepare(num, den, 10_000)
  const margin = player_margin(num, den)
  const stride = Math.ceil((BLOCK * num) / den) + 2 * margin + 2
  const self = host.allocate(player_state_size(2))
  const window = host.allocate(2 * stride * 4)
  const output = host.allocate(2 * CHANNEL_BYTES)
  new Uint32Array(host.memory.buffer, self, 88).set([output, 2], 16)
  const time = await shortest(3, () => {
    for (let block = 0; block < BLOCKS; block++) {
      player_segment(self, 0, BLOCK, 0, 0, num, den, window, stride, -margin, 2)
    }
  })
  report(`player stereo, ${name}`, time)
}
