import { OggWriter } from './ogg-writer'
import { OutputFile } from './output-file'
import type { SoundWriter, SoundWriterOptions } from './sound-writer'

export type OpusWriterOptions = Omit<SoundWriterOptions, 'format' | 'project'>

/** What Opus is coded at; a player knows the rate that the sound had before from the head. */
export const OPUS_RATE = 48_000

/** Frames of a packet: 20 ms, which is what the codec is best at. */
const PACKET = 960
const VENDOR = 'libopus-wasm 0.4.0'

/** Ogg Opus (RFC 7845) of a variable bit rate, by libopus at its highest effort. */
export async function openOpusWriter(options: OpusWriterOptions): Promise<SoundWriter> {
  const { path, frames, bitrate = 256 } = options
  const channels = options.channels === 1 ? 1 : 2
  const { createEncoder, Signal } = await import('libopus-wasm')
  const stack = new DisposableStack()
  using _opening = stack
  const encoder = stack.use(
    await createEncoder({
      channels,
      sampleRate: OPUS_RATE,
      frameSize: PACKET,
      bitrate: bitrate * 1000,
      complexity: 10,
      signal: Signal.Music,
    }),
  )
  const file = stack.use(new OutputFile(path))
  const ogg = new OggWriter(bytes => file.append(bytes))
  const skip = encoder.getLookahead()
  ogg.header(head(channels, skip), true)
  ogg.header(tags(), false)
  const packet = new Float32Array(PACKET * channels)
  let filled = 0
  let packets = 0
  const total = Math.max(1, Math.ceil((frames + skip) / PACKET))
  const encode = () => {
    packets += 1
    const isLast = packets === total
    // What a player shall play: the last page says where the sound ends, within its last packet.
    const end = isLast ? frames + skip : packets * PACKET
    ogg.packet(encoder.encodeFloat(packet), end, isLast)
    filled = 0
  }
  const owned = stack.move()
  return {
    write(samples) {
      for (let i = 0; i < samples.length; i++) {
        const sample = samples[i] ?? 0
        packet[filled] = Number.isNaN(sample) ? 0 : Math.max(-1, Math.min(1, sample))
        filled += 1
        if (filled === packet.length && packets < total) encode()
      }
    },
    finish() {
      while (packets < total) {
        packet.fill(0, filled)
        encode()
      }
      file.sync()
    },
    [Symbol.dispose]: () => owned.dispose(),
  }
}

function head(channels: number, skip: number): Uint8Array {
  const bytes = Buffer.alloc(19)
  bytes.write('OpusHead', 'latin1')
  bytes.writeUInt8(1, 8)
  bytes.writeUInt8(channels, 9)
  bytes.writeUInt16LE(skip, 10)
  bytes.writeUInt32LE(OPUS_RATE, 12)
  // No gain of its own, and channels in the order of mono and stereo.
  return bytes
}

function tags(): Uint8Array {
  const vendor = Buffer.from(VENDOR)
  const [size, none] = [Buffer.alloc(4), Buffer.alloc(4)]
  size.writeUInt32LE(vendor.length)
  return Buffer.concat([Buffer.from('OpusTags'), size, vendor, none])
}
