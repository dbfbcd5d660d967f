/** How many bars a glyph has. */
export const BARS = 7

/** The face of a plugin that brings no icon: bars of a waveform, from 0.2 to 1, which follow from its id. */
export function glyphOf(id: string): readonly number[] {
  // FNV-1a, then a step of xorshift a bar.
  let hash = 0x811c9dc5
  for (let index = 0; index < id.length; index++) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193)
  }
  return Array.from({ length: BARS }, (_, bar) => {
    hash ^= hash << 13
    hash ^= hash >>> 17
    hash ^= hash << 5
    const middle = 1 - Math.abs(bar - (BARS - 1) / 2) / BARS
    return 0.2 + 0.8 * middle * ((hash >>> 8) / 0xffffff)
  })
}
