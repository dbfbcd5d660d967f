import { describe, expect, test } from 'vitest'
import type { LiveInput } from '#shared/contract'
import type { PlayedEvent } from '../../engine'
import { HeldNotes } from './held-notes'

/** What happens to notes, as `kind number value` with notes numbered in the order of their beginnings. */
function played(inputs: readonly LiveInput[], mpe = false): string[] {
  const heard: PlayedEvent[] = []
  const held = new HeldNotes('a', { mpe, node: 'n' }, event => heard.push(event))
  for (const input of inputs) held.take(input)
  return heard.map(({ kind, id, key, value }) =>
    [kind, id.slice(2), kind === 'on' || kind === 'pitch' ? key : value].join(' '),
  )
}

const midi = (...bytes: number[]): LiveInput => ({ kind: 'midi', bytes })
const on = (note: number, channel = 1): LiveInput => ({ kind: 'on', note, velocity: 1, channel })
const off = (note: number, channel = 1): LiveInput => ({ kind: 'off', note, channel })

describe('E-13 what is played on a MIDI instrument', () => {
  test('becomes notes: on, off, on with velocity 0, both kinds of pressure, brightness, bends', () => {
    expect(
      played([
        midi(0x90, 60, 127),
        midi(0xa0, 60, 127),
        midi(0xa0, 61, 127),
        midi(0xd0, 0),
        midi(0xb0, 74, 127),
        // Half of the two semitones that a bend is at first, then of twelve.
        midi(0xe0, 0, 96),
        ...[midi(0xb0, 101, 0), midi(0xb0, 100, 0), midi(0xb0, 6, 12)],
        midi(0xe0, 0, 0),
        midi(0x90, 60, 0),
        midi(0x80, 60, 64),
      ]),
    ).toEqual([
      'on 0 60',
      'pressure 0 1',
      'pressure 0 0',
      'timbre 0 1',
      'pitch 0 1',
      'pitch 0 -12',
      'off 0 0',
    ])
  })

  test('begins once more where an engine was lost: what is still held, as it is bent now', () => {
    const heard: string[] = []
    const held = new HeldNotes('a', { mpe: false, node: 'n' }, ({ kind, id, key, value }) =>
      heard.push(`${kind} ${id} ${key} ${value}`),
    )
    held.take({ kind: 'on', note: 60, velocity: 0.5 })
    held.take({ kind: 'on', note: 64, velocity: 1 })
    held.take({ kind: 'pitch', semitones: 2 })
    held.take({ kind: 'off', note: 64 })
    heard.length = 0
    held.again()
    expect(heard).toEqual(['on a/0 60 0.5', 'pitch a/0 2 0'])
    heard.length = 0
    held.take({ kind: 'off', note: 60 })
    expect(heard).toEqual(['off a/0 0 0'])
  })

  test('is none where the bytes are no message', () => {
    const nonsense = [[0x90, 200, 1], [0x90], [0xf8], [0, 1, 2], [0x90, 60, 255]]
    expect(played(nonsense.map(bytes => ({ kind: 'midi', bytes })))).toEqual(['off 0 0'].slice(1))
  })

  test('keeps what a channel is set to for the notes that begin on it', () => {
    const bend: LiveInput = { kind: 'pitch', semitones: 1, channel: 2 }
    expect(played([bend, on(60, 1), on(62, 2)])).toEqual(['on 0 60', 'on 1 62', 'pitch 1 1'])
  })

  test('in MPE bends of a note and of the instrument add, and the instrument’s pedal holds all', () => {
    const inputs = [
      ...[midi(0x91, 60, 127), midi(0x92, 64, 127)],
      ...[midi(0xe1, 0, 96), midi(0xe0, 0, 96)],
      ...[midi(0xb0, 64, 127), midi(0x81, 60, 0), midi(0x82, 64, 0), midi(0xb0, 64, 0)],
    ]
    expect(played(inputs, true)).toEqual([
      ...['on 0 60', 'on 1 64', 'pitch 0 24', 'pitch 0 25', 'pitch 1 1', 'off 0 0', 'off 1 0'],
    ])
    const zone = [midi(0xb0, 101, 0), midi(0xb0, 100, 6), midi(0xb0, 6, 15)]
    expect(played([...zone, ...inputs])).toEqual(played(inputs, true))
  })
})

describe('E-13 notes that are held', () => {
  const pedal = (down: boolean): LiveInput => ({ kind: 'sustain', down })

  test('by the pedal end when it goes up, unless their key is down again', () => {
    expect(
      played([on(60), pedal(true), off(60), on(62), off(62), on(60), pedal(false), off(60)]),
    ).toEqual(['on 0 60', 'on 1 62', 'off 0 0', 'on 2 60', 'off 1 0', 'off 2 0'])
  })

  test('end by silence, once; and what comes for them later is nothing', () => {
    const silence: LiveInput = { kind: 'silence' }
    const bend: LiveInput = { kind: 'pitch', note: 60, semitones: 2 }
    expect(played([on(60), pedal(true), on(64), silence, off(60), bend, silence])).toEqual([
      ...['on 0 60', 'on 1 64', 'off 0 0', 'off 1 0'],
    ])
  })

  test('are never more than a few hundred: the first ends', () => {
    const many = Array.from({ length: 300 }, (_, note) => on(note))
    const ends = played(many).filter(event => event.startsWith('off'))
    expect(ends).toHaveLength(44)
    expect(ends[0]).toBe('off 0 0')
  })
})
