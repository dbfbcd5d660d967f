/// <reference types="node" />
// Time of the dynamics, filter and colour kernels on stereo noise, in nanoseconds a frame.

import { BLOCK, CHANNEL_BYTES, createHost, shortest } from './wasm-host.mjs'

const BLOCKS = 200
const sweep = Float32Array.from({ length: BLOCK }, (_, i) => 440 + 100 * Math.sin(i / 50))
const host = await createHost()

/** @type {[string, string, (number | Float32Array)[], number][]} id, name, params, outputs */
const cases = [
  ['compressor', 'peak', [-20, 4, 6, 0.01, 0.15, 0, 1, 0, 0, 0.01, 120, 1, 0, 10, 0], 2],
  [
    'compressor',
    'rms, look-ahead, high-pass',
    [-20, 4, 6, 0.01, 0.15, 0, 1, 0, 1, 0.01, 120, 1, 0.005, 80, 0],
    2,
  ],
  [
    'compressor',
    'auto, half linked',
    [-20, 4, 6, 0.01, 0.15, 0, 1, 0, 0, 0.01, 120, 0.5, 0, 10, 1],
    2,
  ],
  ['svf', 'low-pass', [0, 1_000, 0.7, 0, 1], 1],
  ['svf', 'low-pass, moving', [0, sweep, 0.7, 0, 1], 1],
  ['limiter', 'sample peaks', [6, -1, 0.1, 0.002, 0], 2],
  ['limiter', 'true peaks', [6, -1, 0.1, 0.002, 1], 2],
  ['saturator', 'tanh', [0, 12, 0, 20_000, 1, 0, 0], 1],
  ['saturator', 'tanh, 2×', [0, 12, 0, 20_000, 1, 0, 1], 1],
  ['saturator', 'tanh, 4×', [0, 12, 0, 20_000, 1, 0, 2], 1],
  ['saturator', 'tanh, 8×', [0, 12, 0, 20_000, 1, 0, 3], 1],
  ['gate', '', [-20, 4, 0.001, 0.05, 0.1, 80, 0, 10], 3],
  ['transient', '', [0.5, 0.5, 0.02, 0.3, 0], 2],
  ['ladder', '', [0, 1_000, 0.5, 0, 0, 1], 1],
  ['crusher', '', [8, 12_000, 0, 0, 0, 1], 1],
  ['dynamic-band', '', [0, 1_000, 1, 0, -30, 4, -12, 0.01, 0.15], 2],
]

for (const [id, name, params, outputs] of cases) {
  const input = host.allocate(2 * CHANNEL_BYTES)
  const samples = new Float32Array(host.memory.buffer, input, 2 * BLOCK)
  for (let i = 0; i < samples.length; i++) samples[i] = Math.random() - 0.5
  const silence = host.allocate(CHANNEL_BYTES)
  const buses = Array.from({ length: outputs }, () => host.allocate(2 * CHANNEL_BYTES))
  const output = [buses[0], 2, ...buses.slice(1).flatMap(bus => [bus, 1])]
  const run = host.instance(id.replaceAll('-', '_'), {
    input: [input, 2, silence, 0],
    output,
    params,
  })
  const time = await shortest(30, () => {
    for (let block = 0; block < BLOCKS; block++) run(0, BLOCK)
  })
  const each = (time * 1e6) / (BLOCKS * BLOCK)
  process.stdout.write(`${`${id} ${name}`.padEnd(44)}${each.toFixed(2).padStart(8)} ns a frame\n`)
}
