/** MIDI files byte by byte, as the standard lays them out: a test must not read with what wrote. */

/** A variable-length quantity. */
export function varLength(value: number): number[] {
  const bytes = [value & 0x7f]
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80)
  return bytes
}

/** An event so many ticks after the one before. */
export function after(ticks: number, ...event: number[]): number[] {
  return [...varLength(ticks), ...event]
}

export function meta(ticks: number, type: number, data: readonly number[] | string): number[] {
  const bytes = typeof data === 'string' ? [...new TextEncoder().encode(data)] : data
  return after(ticks, 0xff, type, ...varLength(bytes.length), ...bytes)
}

export const endOfTrack = meta(0, 0x2f, [])

export function chunk(name: string, ...content: (readonly number[])[]): number[] {
  const data = content.flat()
  const { length } = data
  const letters = Array.from(name, letter => letter.charCodeAt(0))
  return letters.concat(
    [24, 16, 8, 0].map(shift => (length >>> shift) & 0xff),
    data,
  )
}

export function header(format: number, tracks: number, division: number): number[] {
  return chunk(
    'MThd',
    [format, tracks, division].flatMap(word => [word >>> 8, word & 0xff]),
  )
}

/** A file of format 1 with 480 ticks to a beat. */
export function midiFile(...tracks: (readonly number[])[][]): Uint8Array {
  const chunks = tracks.map(events => chunk('MTrk', ...events, endOfTrack))
  return Uint8Array.from([header(1, tracks.length, 480), ...chunks].flat())
}
