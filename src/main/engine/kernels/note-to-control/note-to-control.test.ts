import { describe, expect, test } from 'vitest'
import { expectSameWithNotes } from '../testing/note-partitions'
import type { NoteEvent } from '../testing/notes'
import { render } from '../testing/render'
import { noteToControl } from '.'

describe('A-01 note to control', () => {
  test('the same for any partition into calls', () => {
    expectSameWithNotes(noteToControl)
  })

  test('pitch in octaves from middle C, gate and velocity of the latest held note', () => {
    const notes: NoteEvent[] = [
      { frame: 10, kind: 'on', note: 1, key: 72, value: 0.5 },
      { frame: 100, kind: 'on', note: 2, key: 54, value: 0.9 },
      { frame: 200, kind: 'pitch', note: 2, key: 6 },
      { frame: 300, kind: 'off', note: 2 },
      { frame: 400, kind: 'off', note: 1 },
    ]
    const outputs = render(noteToControl, { frames: 512, notes: { notes } })
    const at = (name: string, frame: number) => outputs[name]![0]![frame]
    expect([9, 10, 99].map(frame => at('gate', frame))).toEqual([0, 1, 1])
    expect([100, 101, 300, 301, 400].map(frame => at('gate', frame))).toEqual([0, 1, 0, 1, 0])
    expect([50, 150, 250, 350, 450].map(frame => at('pitch', frame))).toEqual([1, -0.5, 0, 1, 1])
    expect(at('velocity', 150)).toBeCloseTo(0.9, 6)
  })
})
