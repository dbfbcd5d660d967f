import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { err, fail, ok, type Result } from '#shared/kit'
import { soundLayoutProblem } from './wav-format'

/** Beyond that a file is a bomb: 16 GiB are twelve hours in stereo. */
const MAX_DECODED_BYTES = 16 * 1024 ** 3
/** 120 dB above full scale is no sound any more. */
const LOUDEST = 1e6
/** Below it floats get slow to compute with and nobody hears them. */
const QUIETEST = 1e-30

/** Takes decoded samples into a raw file of interleaved little-endian f32. */
export interface SoundSink extends Disposable {
  readonly frames: number
  /** How many samples were no sound (NaN, infinite, absurd) and are silence now. */
  readonly mended: number
  write(interleaved: Float32Array): Result<void>
  /** Takes samples of 16 bits as they are; a sink without it is given floats. Neither keeps what it is given. */
  write16?(interleaved: Int16Array): Result<void>
  /** Returns when all is on the disk. */
  finish(): void
}

/** Makes the place where samples go, once it is known what they are. */
export type OpenSink = (layout: SinkLayout) => Result<SoundSink>

export interface SinkLayout {
  readonly channels: number
  readonly sampleRate: number
}

/** Throws the system's errors. */
export function createSoundSink(
  path: string,
  { channels, sampleRate }: SinkLayout,
): Result<SoundSink> {
  const problem = soundLayoutProblem(channels, sampleRate)
  if (problem !== undefined) return err(fail('audio-damaged', problem))
  const file = openSync(path, 'w', 0o600)
  let bytes = 0
  let mended = 0
  return ok({
    get frames() {
      return bytes / 4 / channels
    },
    get mended() {
      return mended
    },
    write(interleaved) {
      mended += mend(interleaved)
      const chunk = new Uint8Array(
        interleaved.buffer,
        interleaved.byteOffset,
        interleaved.byteLength,
      )
      for (let done = 0; done < chunk.length;) done += writeSync(file, chunk, done)
      bytes += chunk.length
      return bytes > MAX_DECODED_BYTES
        ? err(fail('file-too-large', 'The sound is longer than Wireharp can hold.'))
        : ok()
    },
    finish: () => fsyncSync(file),
    [Symbol.dispose]: () => closeSync(file),
  })
}

/** In place; how many samples had to be silenced. */
export function mend(samples: Float32Array): number {
  let mended = 0
  for (let index = 0; index < samples.length; index++) {
    const size = Math.abs(samples[index] ?? 0)
    if (size >= QUIETEST && size <= LOUDEST) continue
    if (size < QUIETEST) {
      samples[index] = 0
      continue
    }
    samples[index] = 0
    mended++
  }
  return mended
}
