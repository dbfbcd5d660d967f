import { array, assert, integer, property } from 'fast-check'
import { expect } from 'vitest'
import type { Kernel } from '../define-kernel'
import { type NoteEvent, noteStreams } from './notes'
import { render, type RenderOptions } from './render'
import { renderNotes } from './render-notes'

/** Long enough for every stream of `noteStreams`: a multiple of 1024. */
export const STREAM_FRAMES = 10_240

type Conditions = Omit<RenderOptions, 'partition' | 'frames' | 'notes'> & {
  /** What must hold of the notes that come out, given those that went in. */
  readonly check?: (out: readonly NoteEvent[], notes: readonly NoteEvent[]) => void
}

const partitions = array(
  integer({ min: 1, max: 8 }).map(quanta => quanta * 128),
  { minLength: 1, maxLength: 8 },
)

/**
 * Checks, over random streams of notes, that every output of a kernel is the same, bit by bit, for any
 * partition of time into calls.
 */
export function expectSameWithNotes(definition: Kernel, conditions: Conditions = {}): void {
  const { check, ...options } = conditions
  const input = Object.entries(definition.inputs).find(([, { kind }]) => kind === 'notes')?.[0]
  const first = Object.values(definition.outputs)[0]
  const sameBits = property(partitions, noteStreams(), (partition, stream) => {
    const notes = input === undefined ? {} : { [input]: stream }
    const common = { ...options, notes, frames: STREAM_FRAMES }
    if (first?.kind === 'notes') {
      const whole = renderNotes(definition, common)
      expect(renderNotes(definition, { ...common, partition })).toEqual(whole)
      check?.(whole, stream)
      return
    }
    const whole = render(definition, common)
    const parts = render(definition, { ...common, partition })
    for (const [name, channels] of Object.entries(whole)) {
      for (const [channel, samples] of channels.entries()) {
        expect(samples.every(Number.isFinite)).toBe(true)
        const other = parts[name]?.[channel] ?? new Float32Array()
        expect(Buffer.compare(Buffer.from(samples.buffer), Buffer.from(other.buffer))).toBe(0)
      }
    }
  })
  assert(sameBits, { numRuns: 12 })
}
