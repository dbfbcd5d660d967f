/** A MIDI message in words, as a monitor shows it. */
export interface MidiWords {
  readonly channel: number | undefined
  readonly kind: string
  readonly value: string
}

const NAMES = ['C', 'C♯', 'D', 'D♯', 'E', 'F', 'F♯', 'G', 'G♯', 'A', 'A♯', 'B'] as const
/** MIDI 1.0, table III: controllers that have a name people know. */
const controllers: Readonly<Record<number, string>> = {
  1: 'Modulation',
  2: 'Breath',
  7: 'Volume',
  10: 'Pan',
  11: 'Expression',
  64: 'Sustain',
  71: 'Resonance',
  74: 'Brightness',
  120: 'All sound off',
  123: 'All notes off',
}

/** “C4” of 60: middle C is C4. */
export function keyName(key: number): string {
  return `${NAMES[((key % 12) + 12) % 12] ?? ''}${Math.floor(key / 12) - 1}`
}

export function controllerName(controller: number): string {
  const name = controllers[controller]
  return name === undefined ? `CC ${controller}` : `CC ${controller} ${name}`
}

export function midiWords([status = 0, first = 0, second = 0]: readonly number[]): MidiWords {
  if (status >= 0xf0) return { channel: undefined, kind: 'System', value: status.toString(16) }
  const channel = (status & 0xf) + 1
  switch (status >>> 4) {
    case 0x8:
      return { channel, kind: 'Note off', value: keyName(first) }
    case 0x9: {
      const kind = second === 0 ? 'Note off' : 'Note on'
      return {
        channel,
        kind,
        value: second === 0 ? keyName(first) : `${keyName(first)}  ${second}`,
      }
    }
    case 0xa:
      return { channel, kind: 'Key pressure', value: `${keyName(first)}  ${second}` }
    case 0xb:
      return { channel, kind: controllerName(first), value: String(second) }
    case 0xc:
      return { channel, kind: 'Program', value: String(first + 1) }
    case 0xd:
      return { channel, kind: 'Pressure', value: String(first) }
    default:
      return { channel, kind: 'Pitch bend', value: String(((second << 7) | first) - 8192) }
  }
}
