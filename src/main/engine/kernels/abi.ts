/**
 * Constants of the ABI between the engine's executor and the Wasm kernels: README.md describes it.
 * Bytes unless the name says otherwise.
 */

/** Frames in a quantum: calls, offsets and everything periodic lie on this grid. */
export const QUANTUM_FRAMES = 128

/** Most frames in a call, and the frames of a channel of a bus. */
export const BLOCK_FRAMES = 1024

/** From one channel of a bus to the next. */
export const CHANNEL_BYTES = BLOCK_FRAMES * 4

/** Events of a notes bus in a quantum. */
export const NOTES_A_QUANTUM = 255

/** A notes bus is as long as so many channels. */
export const NOTES_CHANNELS = 8

/** Most channels in a bus. */
export const MAX_CHANNELS = 32

/** An instance's header: pairs of u32. */
export const HEADER = {
  /** (pointer, channels) of each input. */
  inputs: { offset: 0, count: 8 },
  /** (pointer, channels) of each output. */
  outputs: { offset: 64, count: 6 },
  /** (pointer, moving) of each param. */
  params: { offset: 112, count: 30 },
} as const

/** Bytes of each pair in a header. */
export const PAIR_BYTES = 8

/** Where an instance's state begins. */
export const STATE_OFFSET = 352

/** Alignment of instances and buses. */
export const ALIGNMENT = 16

/**
 * Pages that the imported memory must have at least: the module's tables lie in the first of them.
 */
export const MINIMUM_PAGES = 192

/** Names of a kernel's exports. */
export function exportNames(id: string) {
  const prefix = id.replaceAll('-', '_')
  return {
    stateSize: `${prefix}_state_size`,
    init: `${prefix}_init`,
    process: `${prefix}_process`,
    latency: `${prefix}_latency`,
    idle: `${prefix}_idle`,
    rests: `${prefix}_rests`,
    sound: `${prefix}_sound`,
    soundMore: `${prefix}_sound_more`,
    tables: `${prefix}_tables`,
    tablesSize: `${prefix}_tables_size`,
  }
}
