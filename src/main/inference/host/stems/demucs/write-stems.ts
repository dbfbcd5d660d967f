import { join } from 'node:path'
import type { PipelineContext } from '../../pipeline'
import { readAtRate, readPieces, toMono, WavParts, type RawSound } from '../../sound'
import { DEMUCS_STEMS } from './demucs-network'
import { DEMUCS_RATE, stemFile } from './stem-files'

interface Writing extends Pick<PipelineContext, 'folder' | 'signal' | 'progress'> {
  readonly sound: RawSound
  readonly into: 'four' | 'two'
  /** Of the stems, at the rate of the network. */
  readonly frames: number
}

interface Written {
  readonly stems: readonly { readonly name: string; readonly file: string }[]
  /** What was left of the sound without the stems, relative to it. */
  readonly leftDb: number
}

/** The stems as WAV files at the sound's rate, of its length and with one channel or two; what they lack is in `Other`. */
export async function writeStems(writing: Writing): Promise<Written | undefined> {
  const { folder, sound, into, frames, signal, progress } = writing
  const channels = sound.channels === 1 ? 1 : 2
  const shape = { sampleRate: sound.sampleRate, channels, frames: sound.frames }
  const names = into === 'four' ? DEMUCS_STEMS : (['Drums', 'Other'] as const)
  await using stack = new AsyncDisposableStack()
  const stems = names.map(name => ({ name, file: `${name.toLowerCase()}.wav` }))
  const files = new Map<string, WavParts>()
  for (const { name, file } of stems) {
    files.set(name, stack.use(await WavParts.open(join(folder, file), shape, true)))
  }
  const raw = (stem: string): RawSound => ({
    ...{ path: stemFile(folder, stem), sampleRate: DEMUCS_RATE, channels: 2, frames },
  })
  const readers = DEMUCS_STEMS.map(stem =>
    stack.use(new Steady(readAtRate(raw(stem), sound.sampleRate, 2), channels)),
  )
  let from = 0
  let [left, all] = [0, 0]
  for await (const piece of readPieces(sound)) {
    if (signal.aborted) return undefined
    const own = channels === sound.channels ? piece : firstTwo(piece, sound.channels)
    const parts = new Map<string, Float32Array>()
    for (const [index, stem] of DEMUCS_STEMS.entries()) {
      parts.set(stem, (await readers[index]?.next(own.length)) ?? new Float32Array(own.length))
    }
    const rest = own.map((sample, at) => {
      let sum = 0
      for (const part of parts.values()) sum += part[at] ?? 0
      left += (sample - sum) ** 2
      all += sample ** 2
      return sample - sum
    })
    const other = parts.get('Other') ?? new Float32Array(own.length)
    const alone = into === 'four' ? [other] : [other, parts.get('Bass'), parts.get('Vocals')]
    parts.set(
      'Other',
      rest.map((sample, at) => alone.reduce((sum, part) => sum + (part?.[at] ?? 0), sample)),
    )
    for (const [name, file] of files) await file.write(from, parts.get(name) ?? rest)
    from += own.length / channels
    progress(0.95 + 0.05 * (from / Math.max(1, sound.frames)), 'Writing the stems')
  }
  return { stems, leftDb: 10 * Math.log10(Math.max(1e-20, left) / Math.max(1e-20, all)) }
}

function firstTwo(piece: Float32Array, channels: number): Float32Array {
  const stereo = new Float32Array((piece.length / channels) * 2)
  for (let at = 0; at < stereo.length / 2; at++) {
    stereo[2 * at] = piece[at * channels] ?? 0
    stereo[2 * at + 1] = piece[at * channels + 1] ?? 0
  }
  return stereo
}

/** Pieces of any length as pieces of the length that is asked for; silence after the end. */
class Steady implements AsyncDisposable {
  readonly #pieces: AsyncIterator<Float32Array>
  readonly #channels: number
  #held: Float32Array = new Float32Array(0)

  constructor(pieces: AsyncIterable<Float32Array>, channels: number) {
    this.#pieces = pieces[Symbol.asyncIterator]()
    this.#channels = channels
  }

  async next(length: number): Promise<Float32Array> {
    const out = new Float32Array(length)
    let filled = 0
    while (filled < length) {
      if (this.#held.length === 0) {
        const piece = await this.#pieces.next()
        if (piece.done === true) break
        this.#held = this.#channels === 1 ? toMono(piece.value, 2) : piece.value
      }
      const taken = this.#held.subarray(0, length - filled)
      out.set(taken, filled)
      filled += taken.length
      this.#held = this.#held.subarray(taken.length)
    }
    return out
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pieces.return?.()
  }
}
