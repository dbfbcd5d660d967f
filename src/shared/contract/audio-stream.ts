/**
 * The binary stream between shell and renderer worker: the worker asks for blocks, the shell answers each
 * with one message. Everything is little-endian.
 *
 * Request (8 bytes): u32 epoch, u32 blocks wanted.
 * Block: header of 40 bytes, then interleaved f32 frames, then level frames, then what is looked at.
 *
 * | offset | type | what |
 * |---|---|---|
 * | 0 | u32 | epoch that it belongs to |
 * | 4 | u32 | frames, a multiple of 128 |
 * | 8 | u32 | channels |
 * | 12 | u32 | layout: which `levels` event names the slots |
 * | 16 | f64 | position of the first frame on the timeline, in frames |
 * | 24 | u32 | number of level slots (0 where none are sent) |
 * | 28 | u32 | flags: 1 = the transport stopped after this block; 2 = the playhead stands while it sounds; 4 = the page has it, and this is a copy |
 * | 32 | u32 | number of f32 of what is looked at (0 where nothing is sent); see `looks` |
 * | 36 | f32 | what it took to render, as a part of the time that it lasts; since the last level frame (0 where none are sent) |
 *
 * A level slot is one f32: the peak of a node's outputs since the last level frame; or, in the slots after those
 * of the nodes, the present value of a parameter that signals or automation move.
 */
export const AUDIO_HEADER_BYTES = 40
export const FLAG_LAST = 1
export const FLAG_STANDS = 2
export const FLAG_HANDED = 4

export interface AudioBlock {
  readonly epoch: number
  readonly channels: number
  readonly frames: number
  readonly position: number
  readonly layout: number
  readonly last: boolean
  /** Every frame is at `position`: a count-in, or what is played by hand while the transport is stopped. */
  readonly stands: boolean
  /** The engine has handed it to the page itself: what the shell gets is a copy. */
  readonly handed: boolean
  /** Interleaved. */
  readonly samples: Float32Array
  readonly levels: Float32Array
  /** What pages look at; see `readLooks`. */
  readonly looks: Float32Array
  /** Time that rendering took, as a part of the time that the sound lasts; 0 where no levels are sent. */
  readonly load: number
}

const nothing = new Float32Array(0)

type OftenLeftOut = 'looks' | 'load' | 'handed'

export function encodeAudioBlock(
  block: Omit<AudioBlock, OftenLeftOut> & Partial<Pick<AudioBlock, OftenLeftOut>>,
): Uint8Array {
  const { samples, levels, looks = nothing, load = 0, handed = false } = block
  const floats = samples.length + levels.length
  const bytes = new Uint8Array(AUDIO_HEADER_BYTES + 4 * (floats + looks.length))
  const header = new DataView(bytes.buffer)
  header.setUint32(0, block.epoch, true)
  header.setUint32(4, block.frames, true)
  header.setUint32(8, block.channels, true)
  header.setUint32(12, block.layout, true)
  header.setFloat64(16, block.position, true)
  header.setUint32(24, levels.length, true)
  const flags =
    (block.last ? FLAG_LAST : 0) | (block.stands ? FLAG_STANDS : 0) | (handed ? FLAG_HANDED : 0)
  header.setUint32(28, flags, true)
  header.setUint32(32, looks.length, true)
  header.setFloat32(36, load, true)
  const all = new Float32Array(bytes.buffer, AUDIO_HEADER_BYTES)
  all.set(samples)
  all.set(levels, samples.length)
  all.set(looks, floats)
  return bytes
}

/** The block in a message, or undefined where the message is none. */
export function decodeAudioBlock(message: ArrayBuffer): AudioBlock | undefined {
  if (message.byteLength < AUDIO_HEADER_BYTES) return undefined
  const header = new DataView(message)
  const frames = header.getUint32(4, true)
  const channels = header.getUint32(8, true)
  const slots = header.getUint32(24, true)
  const seen = header.getUint32(32, true)
  const flags = header.getUint32(28, true)
  const floats = frames * channels + slots
  if (message.byteLength !== AUDIO_HEADER_BYTES + 4 * (floats + seen)) return undefined
  return {
    epoch: header.getUint32(0, true),
    frames,
    channels,
    layout: header.getUint32(12, true),
    position: header.getFloat64(16, true),
    last: (flags & FLAG_LAST) !== 0,
    stands: (flags & FLAG_STANDS) !== 0,
    handed: (flags & FLAG_HANDED) !== 0,
    samples: new Float32Array(message, AUDIO_HEADER_BYTES, frames * channels),
    levels: new Float32Array(message, AUDIO_HEADER_BYTES + 4 * frames * channels, slots),
    looks: new Float32Array(message, AUDIO_HEADER_BYTES + 4 * floats, seen),
    load: header.getFloat32(36, true),
  }
}

export interface AudioRequest {
  readonly epoch: number
  readonly blocks: number
}

export function encodeAudioRequest({ epoch, blocks }: AudioRequest): Uint8Array {
  const bytes = new Uint8Array(8)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, epoch, true)
  view.setUint32(4, blocks, true)
  return bytes
}

export function decodeAudioRequest(message: Uint8Array): AudioRequest | undefined {
  if (message.byteLength !== 8) return undefined
  const view = new DataView(message.buffer, message.byteOffset, 8)
  return { epoch: view.getUint32(0, true), blocks: view.getUint32(4, true) }
}

/** How far a page is that hears the blocks of an epoch from the engine itself, which goes on by the clock. */
export interface AudioPace {
  readonly epoch: number
  /** Frames that have come over this connection. */
  readonly received: number
  /** Frames that are missing of what it wants to have ready; below 0 where it has more. */
  readonly missing: number
  /** Blocks that it wants together. */
  readonly together: number
}

const PACE_BYTES = 20
/** Blocks together at most, and frames that may be missing or too many: a page that is further off is not listening. */
const MOST_TOGETHER = 16
const MOST_MISSING = 65_536

export function encodeAudioPace({ epoch, received, missing, together }: AudioPace): Uint8Array {
  const bytes = new Uint8Array(PACE_BYTES)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, epoch, true)
  view.setFloat64(4, received, true)
  view.setInt32(12, missing, true)
  view.setUint32(16, together, true)
  return bytes
}

export function decodeAudioPace(message: Uint8Array): AudioPace | undefined {
  if (message.byteLength !== PACE_BYTES) return undefined
  const view = new DataView(message.buffer, message.byteOffset, PACE_BYTES)
  const pace = {
    epoch: view.getUint32(0, true),
    received: view.getFloat64(4, true),
    missing: view.getInt32(12, true),
    together: view.getUint32(16, true),
  }
  const { received, missing, together } = pace
  const isCount = Number.isSafeInteger(received) && received >= 0
  const fits = together >= 1 && together <= MOST_TOGETHER && Math.abs(missing) <= MOST_MISSING
  return isCount && fits ? pace : undefined
}
