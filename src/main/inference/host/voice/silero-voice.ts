import { ok, type Result } from '#shared/kit'
import {
  openModelBytes,
  readModel,
  type ModelFile,
  type OpenModel,
  type Tensors,
} from '../sessions'
import { CONTEXT, SILERO_STATE, sileroFrames } from './silero-frames'
import { VOICE_FRAME, VOICE_RATE, type VoiceDetector } from './voice-detector'

const SPAN = CONTEXT + VOICE_FRAME

/** What the model is to have; see `checkModel`. */
export const sileroSpec = {
  inputs: {
    input: { type: 'float32', shape: ['batch', 'samples'] },
    state: { type: 'float32', shape: [2, 'batch', SILERO_STATE] },
    sr: { type: 'int64', shape: [] },
  },
  outputs: {
    output: { type: 'float32', shape: ['batch', 1] },
    stateN: { type: 'float32', shape: [2, 'batch', SILERO_STATE] },
  },
} as const

/** How many frames are tried with both forms of the model, and by how much they may differ. */
const TRIED = 4
const ALIKE = 1e-4

/**
 * Silero VAD, version 5 (Silero Team, 2024, MIT): an STFT, a small convolutional encoder and an LSTM. As its authors
 * run it: 64 samples of context before each frame of 512, the state of the LSTM carried from frame to frame. Many frames are
 * heard in one call where the file holds the network that is known here (see `sileroFrames`) and both say the same.
 */
export async function openSilero(file: ModelFile): Promise<Result<VoiceDetector>> {
  const bytes = await readModel({ ...file, spec: sileroSpec })
  if (!bytes.ok) return bytes
  const opened = await openModelBytes(bytes.value)
  if (!opened.ok) return opened
  const many = sileroFrames(bytes.value)
  const other = many === undefined ? undefined : await openModelBytes(many)
  if (other?.ok !== true) return ok(frameByFrame(opened.value))
  if (await saySame(opened.value, other.value)) {
    await opened.value[Symbol.asyncDispose]()
    return ok(atOnce(other.value))
  }
  await other.value[Symbol.asyncDispose]()
  return ok(frameByFrame(opened.value))
}

/** The file’s own graph, a call a frame. */
export function frameByFrame(model: OpenModel): VoiceDetector {
  const input = new Float32Array(SPAN)
  const sr = model.integers(BigInt64Array.of(BigInt(VOICE_RATE)), [])
  let state = model.floats(new Float32Array(2 * SILERO_STATE), [2, 1, SILERO_STATE])
  return {
    async hear(samples) {
      const likelihoods = new Float32Array(samples.length / VOICE_FRAME)
      for (let frame = 0; frame < likelihoods.length; frame++) {
        input.copyWithin(0, VOICE_FRAME)
        input.set(samples.subarray(frame * VOICE_FRAME, (frame + 1) * VOICE_FRAME), CONTEXT)
        const sound = model.floats(input, [1, SPAN])
        const made = await model.run({ input: sound, state, sr })
        likelihoods[frame] = floatsOf(made, 'output')[0] ?? 0
        state = model.floats(floatsOf(made, 'stateN'), [2, 1, SILERO_STATE])
      }
      return likelihoods
    },
    [Symbol.asyncDispose]: () => model[Symbol.asyncDispose](),
  }
}

/** The model of `sileroFrames`, a call for all frames that are given at once. */
export function atOnce(model: OpenModel): VoiceDetector {
  let spans = new Float32Array()
  const context = new Float32Array(CONTEXT)
  const shape = [1, 1, SILERO_STATE]
  let h = model.floats(new Float32Array(SILERO_STATE), shape)
  let c = model.floats(new Float32Array(SILERO_STATE), shape)
  return {
    async hear(samples) {
      const count = samples.length / VOICE_FRAME
      if (count === 0) return new Float32Array()
      if (spans.length < count * SPAN) spans = new Float32Array(count * SPAN)
      spans.set(context)
      for (let frame = 0; frame < count; frame++) {
        const from = frame === 0 ? 0 : frame * VOICE_FRAME - CONTEXT
        const at = frame === 0 ? CONTEXT : frame * SPAN
        spans.set(samples.subarray(from, (frame + 1) * VOICE_FRAME), at)
      }
      context.set(samples.subarray(samples.length - CONTEXT))
      const frames = model.floats(spans.subarray(0, count * SPAN), [count, SPAN])
      const made = await model.run({ frames, h, c })
      h = model.floats(floatsOf(made, 'hN'), shape)
      c = model.floats(floatsOf(made, 'cN'), shape)
      return floatsOf(made, 'likelihoods')
    },
    [Symbol.asyncDispose]: () => model[Symbol.asyncDispose](),
  }
}

/** Whether both forms of the model say the same of a sound that sweeps upwards. */
async function saySame(one: OpenModel, other: OpenModel): Promise<boolean> {
  const samples = Float32Array.from(
    { length: TRIED * VOICE_FRAME },
    (_, at) => 0.3 * Math.sin(0.02 * at + 1e-5 * at * at) + 0.1 * Math.sin(0.3 * at),
  )
  const wanted = await frameByFrame(one).hear(samples)
  const present = await atOnce(other).hear(samples)
  return wanted.every((value, at) => Math.abs(value - (present[at] ?? Number.NaN)) < ALIKE)
}

function floatsOf(made: Tensors, name: string): Float32Array {
  const data = made[name]?.data
  if (data instanceof Float32Array) return data
  throw new Error(`The model left its output “${name}” out`)
}
