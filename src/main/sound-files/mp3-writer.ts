import { EMBEDDED_ID } from '#shared/embedded'
import { OutputFile } from './output-file'
import type { SoundWriter, SoundWriterOptions } from './sound-writer'

export interface Mp3WriterOptions extends Omit<SoundWriterOptions, 'format' | 'project'> {
  /** Payload of the PRIV frame; empty for none. */
  readonly embedded: Uint8Array
}

/** Players read a tag whole before the first sound; a larger project is left out. */
export const MAX_TAG_BYTES = 1024 * 1024
/** What MPEG-1 layer III has. */
export const MP3_RATES: readonly number[] = [44_100, 48_000]

const bitrates = [128, 160, 192, 224, 256, 320] as const

/** MP3 of a constant bit rate, by LAME. */
export async function openMp3Writer(options: Mp3WriterOptions): Promise<SoundWriter> {
  const { path, sampleRate, bitrate: wanted, embedded } = options
  const channels = options.channels === 1 ? 1 : 2
  const { createMp3Encoder } = await import('wasm-media-encoders')
  const encoder = await createMp3Encoder()
  const bitrate = bitrates.find(rate => rate === wanted) ?? 256
  encoder.configure({ sampleRate, channels, bitrate })
  const stack = new DisposableStack()
  using _opening = stack
  const file = stack.use(new OutputFile(path))
  file.append(tag(embedded))
  const owned = stack.move()
  return {
    // What it gives is a view of its memory, good until the next call.
    write: samples => file.append(encoder.encode(planes(samples, channels))),
    finish() {
      file.append(encoder.finalize())
      file.sync()
    },
    [Symbol.dispose]: () => owned.dispose(),
  }
}

function planes(samples: Float32Array, channels: number): Float32Array[] {
  return Array.from({ length: channels }, (_, channel) => {
    const plane = new Float32Array(samples.length / channels)
    for (let frame = 0, at = channel; frame < plane.length; frame++, at += channels) {
      const sample = samples[at] ?? 0
      plane[frame] = Number.isNaN(sample) ? 0 : Math.max(-1, Math.min(1, sample))
    }
    return plane
  })
}

/** An ID3v2.4 tag with one PRIV frame: its owner, a zero, the payload. */
function tag(embedded: Uint8Array): Uint8Array {
  if (embedded.length === 0 || embedded.length > MAX_TAG_BYTES) return new Uint8Array(0)
  const body = Buffer.concat([Buffer.from(`${EMBEDDED_ID}\0`, 'latin1'), embedded])
  const frame = Buffer.concat([Buffer.from('PRIV'), synchsafe(body.length), Buffer.alloc(2), body])
  return Buffer.concat([Buffer.from('ID3\u0004\0\0', 'latin1'), synchsafe(frame.length), frame])
}

function synchsafe(size: number): Uint8Array {
  return Uint8Array.from([21, 14, 7, 0], shift => (size >>> shift) & 0x7f)
}
