import { decodeAudioBlock } from '#shared/contract'
import type { NodeDefinition } from '#shared/graph'
import { QUANTUM, type Frames } from '#shared/kit'
import type { RealTimeEngine } from '../../../engine'
import type { Bench } from './bench'
import type { NodeCheck } from './check-node'

/** When the other version comes, how long it may take to, and how much is looked at afterwards. */
const BEFORE: Frames = 24_064
const MOST: Frames = 48_000 * 4
const AFTER: Frames = 8192
const BLOCKS = 16
/** While the other version is set up the old one goes on, so that what was kept is older than what is heard by then. */
const MOST_BEHIND = 60
/** About as fast as it would play. */
const PACE_MS = 2
const PATIENCE_MS = 10_000
/** A busy machine may be too late once. What is left out is left out every time. */
const TURNS = 3
/** −60 dB under full scale: what the cross-fade leaves of two sounds that are one. */
const ALIKE = 1e-3

/**
 * Whether a node goes on where it was when its code is replaced by the same code: what `getState` kept, as JSON, and
 * `setState` took, is all that it needs.
 */
export async function checkState(
  bench: Bench,
  engine: RealTimeEngine,
  node: NodeDefinition,
): Promise<NodeCheck> {
  let detail = ''
  for (let turn = 0; turn < TURNS; turn++) {
    const played = await playAcross(bench, engine, node)
    if (played === undefined) {
      detail = 'The same code did not take over from it.'
      continue
    }
    const { samples, from } = played
    const { left } = await bench.render(bench.graph(node), samples.length)
    const goesOn = Array.from({ length: MOST_BEHIND }, (_, quanta) => quanta * QUANTUM).some(
      behind => isSame(samples, left, from, behind),
    )
    if (goesOn) {
      detail = 'It goes on where it was when its code is replaced.'
      return { check: 'state', passed: true, detail }
    }
    detail = 'It does not go on where it was: getState and setState leave something out.'
  }
  return { check: 'state', passed: false, detail }
}

/** Whether one sound is the other from a frame on, so many frames behind. */
function isSame(heard: Float32Array, wanted: Float32Array, from: Frames, behind: Frames): boolean {
  for (let frame = from; frame < heard.length; frame++) {
    if (Math.abs((heard[frame] ?? 0) - (wanted[frame - behind] ?? 0)) > ALIKE) return false
  }
  return true
}

let projects = 0

/** Plays it, replaces it, and plays on until the cross-fade is over. */
async function playAcross(
  bench: Bench,
  engine: RealTimeEngine,
  node: NodeDefinition,
): Promise<{ readonly samples: Float32Array; readonly from: Frames } | undefined> {
  const samples = new Float32Array(MOST)
  const { promise, resolve } = Promise.withResolvers<Frames | undefined>()
  const timer = setTimeout(() => resolve(undefined), PATIENCE_MS)
  const project = `state${projects++}`
  let [done, owed, replaced] = [0, 0, -1]
  let asked = false
  engine.load(project, bench.graph(node))
  const { epoch } = engine.play(0)
  using _scripts = engine.scripts.on(event => {
    // In a second turn the other version gives way to this one first.
    if (!asked || event.kind !== 'replaced' || event.node !== 'node') return
    if ('failure' in event && event.failure !== undefined) resolve(undefined)
    replaced = done
  })
  const ask = () => {
    const blocks = asked ? 1 : BLOCKS
    owed = blocks * QUANTUM
    engine.pull({ epoch, blocks })
  }
  using _blocks = engine.blocks.on(bytes => {
    const block = decodeAudioBlock(bytes.buffer)
    if (block === undefined || block.epoch !== epoch) return
    for (let i = 0; i < block.frames && done < MOST; i++) {
      samples[done++] = block.samples[i * 2] ?? 0
    }
    owed -= block.frames
    if (done >= BEFORE && !asked) {
      asked = true
      engine.load(project, bench.graph(node, { version: '+' }))
    }
    if (replaced >= 0 && done >= replaced + AFTER) resolve(replaced + AFTER / 2)
    else if (done >= MOST) resolve(undefined)
    else if (owed <= 0) setTimeout(ask, asked ? PACE_MS : 0)
  })
  ask()
  const from = await promise
  clearTimeout(timer)
  engine.stop(0)
  return from === undefined ? undefined : { samples: samples.subarray(0, done), from }
}
