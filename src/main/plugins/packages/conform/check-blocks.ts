import { decodeAudioBlock } from '#shared/contract'
import type { Frames } from '#shared/kit'
import type { EngineGraph, RealTimeEngine } from '../../../engine'
import type { NodeCheck } from './check-node'

/** Blocks of 128 frames that are asked for at once, over and over. */
const ASKED = [1, 7, 2, 8, 3, 5, 1, 1, 13]
const PATIENCE_MS = 10_000

/** Whether a graph sounds the same, to the bit, when it is played in small and uneven pieces. */
export async function checkBlocks(
  engine: RealTimeEngine,
  graph: EngineGraph,
  offline: Float32Array,
): Promise<NodeCheck> {
  // On a busy machine a block may come too late and be left out: that is no fault of the node's.
  const first = await compare(engine, graph, offline)
  return first.passed ? first : compare(engine, graph, offline)
}

async function compare(
  engine: RealTimeEngine,
  graph: EngineGraph,
  offline: Float32Array,
): Promise<NodeCheck> {
  const played = await play(engine, graph, offline.length)
  const at = played?.findIndex((sample, frame) => sample !== offline[frame])
  const detail =
    at === undefined
      ? 'It does not sound in real time.'
      : at === -1
        ? 'The same bits in real time and offline.'
        : `Another sample at frame ${at} in other blocks.`
  return { check: 'block-sizes', passed: at === -1, detail }
}

let projects = 0

async function play(
  engine: RealTimeEngine,
  graph: EngineGraph,
  frames: Frames,
): Promise<Float32Array | undefined> {
  const samples = new Float32Array(frames)
  const { promise, resolve } = Promise.withResolvers<Float32Array | undefined>()
  const timer = setTimeout(() => resolve(undefined), PATIENCE_MS)
  let [done, turn] = [0, 0]
  engine.load(`p${projects++}`, graph)
  const { epoch } = engine.play(0)
  const ask = () => engine.pull({ epoch, blocks: ASKED[turn++ % ASKED.length] ?? 1 })
  let owed = 0
  using _blocks = engine.blocks.on(bytes => {
    const block = decodeAudioBlock(bytes.buffer)
    if (block === undefined || block.epoch !== epoch) return
    for (let i = 0; i < block.frames && done < frames; i++) {
      samples[done++] = block.samples[i * 2] ?? 0
    }
    owed -= block.frames
    if (done >= frames) resolve(samples)
    else if (owed <= 0) {
      owed = (ASKED[turn % ASKED.length] ?? 1) * 128
      ask()
    }
  })
  owed = (ASKED[0] ?? 1) * 128
  ask()
  const heard = await promise
  clearTimeout(timer)
  return heard
}
