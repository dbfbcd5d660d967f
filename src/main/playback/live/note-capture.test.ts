import { describe, expect, test } from 'vitest'
import { tempoMapOf } from '#shared/graph'
import type { PlayedEvent } from '../../engine'
import { NoteCapture } from './note-capture'

const map = tempoMapOf({ tempo: 120, tempoCurve: 'hold', tempoMap: [] })
const event = (kind: PlayedEvent['kind'], id: string, key = 60, value = 0.5): PlayedEvent => ({
  ...{ kind, id, key, value, channel: 1 },
})

describe('E-14 what was played is kept though nobody recorded it', () => {
  test('with its place on the timeline while that rolls, and its expression', () => {
    const capture = new NoteCapture()
    capture.take(event('on', 'a', 64), 10, { time: 3, rolling: true })
    capture.take(event('pitch', 'a', 1, 0), 10.25, { time: 3.25, rolling: true })
    capture.take(event('off', 'a', 0, 0.3), 10.5, { time: 3.5, rolling: true })
    expect(capture.notes(map, 12)).toMatchObject([
      {
        ...{ take: 0, start: 6, length: 1, rolling: true, ago: 2, channel: 1 },
        ...{ key: 64, velocity: 0.5, release: 0.3, pressure: [], timbre: [] },
        pitch: [{ beat: 0.5, value: 1 }],
      },
    ])
  })

  test('while it stands, as if it had begun to roll; a pause, or play, begins another take', () => {
    const capture = new NoteCapture()
    const standing = { time: 1, rolling: false }
    const tap = (id: string, at: number) => {
      capture.take(event('on', id), at, standing)
      capture.take(event('off', id), at + 0.25, standing)
    }
    tap('a', 10)
    tap('b', 11)
    tap('c', 30)
    capture.cut(31)
    tap('d', 32)
    const notes = capture.notes(map, 33)
    const takes = notes.map(({ take }) => take - (notes[0]?.take ?? 0))
    expect(takes).toEqual([0, 0, 1, 2])
    expect(notes.map(({ start }) => start)).toEqual([2, 4, 2, 2])
    expect(notes.map(({ length }) => length)).toEqual([0.5, 0.5, 0.5, 0.5])
  })

  test('for ten minutes, and what still sounds ends where it is looked at', () => {
    const capture = new NoteCapture()
    const rolling = { time: 0, rolling: true }
    for (const [id, at] of [
      ['a', 0],
      ['b', 100],
      ['c', 650],
    ] as const) {
      capture.take(event('on', id), at, rolling)
      if (id !== 'c') capture.take(event('off', id), at + 1, rolling)
    }
    expect(capture.notes(map, 651).map(({ ago }) => ago)).toEqual([551, 1])
    expect(capture.notes(map, 652).at(-1)?.length).toBe(4)
  })
})
