import { availableParallelism } from 'node:os'
import { ok, type Result } from '#shared/kit'
import { openModel, readModelFile, type OpenModel } from '../../sessions'
import { addFromSpectrum, BINS, spectrumFrames, toSpectrum } from './spectrum'
import { demucsShape, type DemucsShape } from './demucs-shape'

/** Its stems, in the order of its output. */
export const DEMUCS_STEMS = ['Drums', 'Bass', 'Other', 'Vocals'] as const
const STEMS = DEMUCS_STEMS.length
/** Both channels of all stems. */
export const DEMUCS_CHANNELS = STEMS * 2

/** HT-Demucs (Rouard, Massa and Défossez, “Hybrid transformers for music source separation”, ICASSP 2023) over one segment. */
export interface DemucsNetwork extends AsyncDisposable {
  /** Frames of a segment, at 44.1 kHz. */
  readonly segment: number
  /** Left, then right, in; left and right of each stem out. */
  separate(sound: Float32Array): Promise<Float32Array>
}

export async function openDemucs(file: {
  readonly path: string
  readonly sha256?: string | undefined
}): Promise<Result<DemucsNetwork>> {
  const bytes = await readModelFile(file)
  if (!bytes.ok) return bytes
  const shape = demucsShape(bytes.value)
  if (!shape.ok) return shape
  const threads = Math.max(1, availableParallelism() - 1)
  const { path, sha256 } = file
  const model = await openModel({ path, threads, ...(sha256 !== undefined && { sha256 }) })
  return model.ok ? ok(network(model.value, shape.value)) : model
}

function network(model: OpenModel, shape: DemucsShape): DemucsNetwork {
  const { segment, spectrum } = shape
  return {
    segment,
    async separate(sound) {
      const mix = { [shape.mix]: model.floats(sound, [1, 2, segment]) }
      const frames = spectrumFrames(segment)
      const magnitudes = spectrum && model.floats(spectrumOf(sound, segment), [1, 4, BINS, frames])
      const answer = await model.run({
        ...mix,
        ...(spectrum && magnitudes && { [spectrum.input]: magnitudes }),
      })
      const time = answer[shape.stems]?.data
      if (!(time instanceof Float32Array) || time.length !== segment * DEMUCS_CHANNELS) {
        throw new Error('The model answered with something else than four stems.')
      }
      const parts = time.slice()
      const masked = spectrum && answer[spectrum.output]?.data
      if (masked instanceof Float32Array) addSpectra(masked, parts, segment)
      return parts
    },
    [Symbol.asyncDispose]: () => model[Symbol.asyncDispose](),
  }
}

/** Real and imaginary part of each channel, as channels. */
function spectrumOf(sound: Float32Array, segment: number): Float32Array {
  const size = BINS * spectrumFrames(segment)
  const all = new Float32Array(4 * size)
  for (const channel of [0, 1]) {
    const at = 2 * channel * size
    toSpectrum(
      sound.subarray(channel * segment, (channel + 1) * segment),
      all.subarray(at, at + size),
      all.subarray(at + size, at + 2 * size),
    )
  }
  return all
}

function addSpectra(masked: Float32Array, parts: Float32Array, segment: number): void {
  const size = BINS * spectrumFrames(segment)
  for (let channel = 0; channel < DEMUCS_CHANNELS; channel++) {
    const at = 2 * channel * size
    addFromSpectrum(
      masked.subarray(at, at + size),
      masked.subarray(at + size, at + 2 * size),
      parts.subarray(channel * segment, (channel + 1) * segment),
    )
  }
}
