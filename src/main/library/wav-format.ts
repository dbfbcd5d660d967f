import { err, fail, ok, type Result } from '#shared/kit'

/** How the samples of a WAV file are written. */
export interface WavEncoding {
  readonly sample: 'int' | 'float'
  /** Bits of the container: 8, 16, 24, 32, or 64 for floats. */
  readonly bits: number
  readonly channels: number
  readonly sampleRate: number
  /** Bytes of one sample in every channel. */
  readonly frameBytes: number
}

export const MAX_CHANNELS = 32
export const MIN_RATE = 1000
export const MAX_RATE = 768_000

const PCM = 1
const FLOAT = 3
const EXTENSIBLE = 0xfffe
/** The last 14 bytes of the extensible sub-formats that hold a plain format tag in the first two. */
const GUID_TAIL = '000000001000800000aa00389b71'

/** What a `fmt ` chunk says, if it is possible. */
export function parseWavFormat(bytes: Uint8Array<ArrayBuffer>): Result<WavEncoding> {
  if (bytes.length < 16) return err(fail('audio-damaged', 'The format chunk is too short.'))
  const view = new DataView(bytes.buffer)
  const tag = view.getUint16(0, true)
  const channels = view.getUint16(2, true)
  const sampleRate = view.getUint32(4, true)
  const frameBytes = view.getUint16(12, true)
  const bits = view.getUint16(14, true)
  const real = tag === EXTENSIBLE ? extensibleTag(bytes) : tag
  if (real === undefined) return err(fail('audio-damaged', 'The extended format chunk is cut off.'))
  if (real !== PCM && real !== FLOAT) {
    return err(fail('audio-unsupported', `The WAV file is compressed (format ${real}).`))
  }
  const sample = real === PCM ? 'int' : 'float'
  const layout = soundLayoutProblem(channels, sampleRate)
  if (layout !== undefined) return err(fail('audio-damaged', layout))
  const allowed = sample === 'int' ? [8, 16, 24, 32] : [32, 64]
  if (!allowed.includes(bits)) {
    return err(fail('audio-damaged', `The file claims ${bits}-bit ${sample} samples.`))
  }
  if (frameBytes !== channels * (bits / 8)) {
    const detail = `A frame of ${channels} × ${bits} bits cannot have ${frameBytes} bytes.`
    return err(fail('audio-damaged', detail))
  }
  return ok({ sample, bits, channels, sampleRate, frameBytes })
}

/** What makes a channel count or a sample rate impossible, if anything. */
export function soundLayoutProblem(channels: number, sampleRate: number): string | undefined {
  if (channels < 1 || channels > MAX_CHANNELS) {
    return `The file claims ${channels} channels; 1 to ${MAX_CHANNELS} are possible.`
  }
  if (!Number.isInteger(sampleRate) || sampleRate < MIN_RATE || sampleRate > MAX_RATE) {
    return `The file claims ${sampleRate} Hz; ${MIN_RATE} to ${MAX_RATE} are possible.`
  }
  return undefined
}

function extensibleTag(bytes: Uint8Array<ArrayBuffer>): number | undefined {
  if (bytes.length < 40) return undefined
  const tail = Buffer.from(bytes.buffer, 26, 14).toString('hex')
  return tail === GUID_TAIL ? new DataView(bytes.buffer).getUint16(24, true) : EXTENSIBLE
}
