import type { Flac } from 'libflacjs'
import { EMBEDDED_ID } from '#shared/embedded'
import { OutputFile } from './output-file'
import { createQuantizer } from './quantizer'
import type { SoundWriter, SoundWriterOptions } from './sound-writer'

export interface FlacWriterOptions extends Omit<SoundWriterOptions, 'format' | 'project'> {
  readonly bits: 16 | 24
  /** Payload of the APPLICATION block; empty for none. */
  readonly embedded: Uint8Array
}

/** libFLAC's own default, between size and time. */
const COMPRESSION = 5
/** The longest metadata block that FLAC can have; a larger project is left out. */
export const MAX_BLOCK_BYTES = 0xff_ffff - 4
/** Where STREAMINFO ends, behind the mark and its own head. */
const STREAMINFO_END = 42
const APPLICATION = 2

/**
 * FLAC by libFLAC. Its sums come last, so the first block is mended at the end; the project goes behind it, into
 * an APPLICATION block of its own.
 */
export async function openFlacWriter(options: FlacWriterOptions): Promise<SoundWriter> {
  const { path, channels, sampleRate, frames, bits, dither = 'none', embedded } = options
  const flac = await loadFlac()
  const stack = new DisposableStack()
  using _opening = stack
  const file = stack.use(new OutputFile(path))
  const encoder = flac.create_libflac_encoder(sampleRate, channels, bits, COMPRESSION, frames)
  if (encoder === 0) throw new Error('The FLAC encoder does not take this sound')
  stack.defer(() => flac.FLAC__stream_encoder_delete(encoder))
  let thrown: Error | undefined
  let position = 0
  const put = (bytes: Uint8Array): false | undefined => {
    try {
      file.append(bytes)
      position += bytes.length
      if (position === STREAMINFO_END) file.append(applicationBlock(embedded))
    } catch (error) {
      // An exception must not cross the encoder's own frames.
      thrown ??= error instanceof Error ? error : new Error(String(error))
      return false
    }
    return undefined
  }
  let info: Sums | undefined
  const status = flac.init_encoder_stream(encoder, put, data => (info = data))
  if (status !== 0) throw thrown ?? new Error(`The FLAC encoder did not start (${status})`)
  const quantize = createQuantizer({ bits, channels, dither })
  const owned = stack.move()
  const check = (done: boolean): void => {
    if (!done) throw thrown ?? new Error('The FLAC encoder failed')
  }
  return {
    write(samples) {
      const count = samples.length / channels
      check(flac.FLAC__stream_encoder_process_interleaved(encoder, quantize(samples), count))
    },
    finish() {
      check(flac.FLAC__stream_encoder_finish(encoder))
      if (info !== undefined) mendSums(file, info, options)
      file.sync()
    },
    [Symbol.dispose]: () => owned.dispose(),
  }
}

interface Sums {
  readonly min_framesize: number
  readonly max_framesize: number
  readonly md5sum: string
}

/** Of STREAMINFO: sizes of the frames, the length (36 bits behind the last of the sample's width), MD5 of the samples. */
function mendSums(file: OutputFile, info: Sums, { frames, bits }: FlacWriterOptions): void {
  const sizes = Buffer.alloc(6)
  sizes.writeUIntBE(info.min_framesize, 0, 3)
  sizes.writeUIntBE(info.max_framesize, 3, 3)
  file.patch(12, sizes)
  const length = Buffer.alloc(5)
  length.writeUIntBE(((bits - 1) % 16) * 2 ** 36 + frames, 0, 5)
  file.patch(21, length)
  file.patch(26, Buffer.from(info.md5sum, 'hex'))
}

function applicationBlock(embedded: Uint8Array): Uint8Array {
  if (embedded.length === 0 || embedded.length > MAX_BLOCK_BYTES) return new Uint8Array(0)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(APPLICATION * 2 ** 24 + 4 + embedded.length)
  head.write(EMBEDDED_ID, 4, 'latin1')
  return Buffer.concat([head, embedded])
}

let loading: Promise<Flac> | undefined

function loadFlac(): Promise<Flac> {
  loading ??= load()
  return loading
}

/** Where there is a `fetch`, the library takes itself to be in a page, and cannot fetch a file. */
async function load(): Promise<Flac> {
  const { default: variant } = await import('libflacjs')
  const { fetch } = globalThis
  Reflect.deleteProperty(globalThis, 'fetch')
  const flac = variant('min.wasm')
  Reflect.set(globalThis, 'fetch', fetch)
  if (!flac.isReady()) await new Promise<void>(resolve => flac.on('ready', () => resolve()))
  return flac
}
