/** Up to two channels of 128 frames. Nothing is in it where its width is 0. */
export interface Bus {
  readonly channels: Float32Array[]
  width: number
}

/** An empty one. */
export function bus(width = 0): Bus {
  return { channels: [new Float32Array(128), new Float32Array(128)], width }
}

/** A value that stays. */
export function held(value: number): Float32Array {
  return new Float32Array(128).fill(value)
}

/** What comes in by a port, as a bus: nothing is copied. */
export function take(to: Bus, from: readonly Float32Array[]): void {
  to.width = Math.min(2, from.length)
  for (let channel = 0; channel < to.width; channel++) {
    to.channels[channel] = from[channel] ?? to.channels[channel] ?? new Float32Array(128)
  }
}

/** An empty sum, as wide as what will be added. */
export function begin(to: Bus, width: number): void {
  to.width = width
  for (const channel of to.channels) channel.fill(0)
}

/** Adds one to another; mono goes to both sides, stereo to the middle. */
export function add(to: Bus, from: Bus): void {
  if (from.width > 0) addTo(to.channels, to.width, from)
}

/** Puts it out by a port. */
export function put(to: readonly Float32Array[], from: Bus): void {
  if (from.width > 0) addTo(to, to.length, from)
}

function addTo(to: readonly Float32Array[], width: number, from: Bus): void {
  const left = from.channels[0]
  const right = from.width > 1 ? from.channels[1] : left
  if (left === undefined || right === undefined) return
  const share = width < from.width ? 0.5 : 1
  for (let channel = 0; channel < width; channel++) {
    const out = to[channel]
    const source = channel === 0 ? left : right
    if (out === undefined) continue
    if (share === 1) for (let i = 0; i < 128; i++) out[i] = (out[i] ?? 0) + (source[i] ?? 0)
    else for (let i = 0; i < 128; i++) out[i] = (out[i] ?? 0) + ((left[i] ?? 0) + (right[i] ?? 0)) / 2
  }
}

/** A channel of a bus; the same as the left one where it is narrower. */
export function channelOf(from: Bus, channel: number): Float32Array {
  return from.channels[channel] ?? silence
}

/** What is read of a port with nothing wired to it. */
export const silence = new Float32Array(128)

/** Nothing. */
export const nothing: Bus = { channels: [silence, silence], width: 0 }

/** A control signal, or a value where nothing is wired. */
export function signalOr(from: Bus, value: Float32Array): Float32Array {
  return from.width > 0 ? channelOf(from, 0) : value
}
