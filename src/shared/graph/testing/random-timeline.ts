import * as fc from 'fast-check'
import type { Curve } from '../automation'
import type { Edit } from '../edits'

const clip = fc.integer({ min: 0, max: 7 }).map(index => `k${index}`)
const noteId = fc.integer({ min: 0, max: 5 }).map(index => `m${index}`)
const beat = fc.double({ min: 0, max: 64, noNaN: true })
const length = fc.double({ min: 0.001, max: 16, noNaN: true })
const share = fc.double({ min: 0, max: 1, noNaN: true })
const name = fc.string({ maxLength: 8 })
const colour = fc.constantFrom('#000000', '#c0ffee')

const expression = fc
  .array(fc.record({ beat, value: share }), { maxLength: 3 })
  .map(points => points.toSorted((a, b) => a.beat - b.beat))

export const randomNote = fc.record(
  {
    id: noteId,
    start: beat,
    length,
    key: fc.double({ min: 0, max: 127, noNaN: true }),
    velocity: share,
    release: share,
    pitch: expression,
    pressure: expression,
    timbre: expression,
  },
  { requiredKeys: ['id', 'start', 'length', 'key', 'velocity'] },
)

const points = fc
  .array(
    fc.record({
      beat,
      value: fc.double({ min: -70, max: 20, noNaN: true }),
      curve: fc.constantFrom<Curve>('hold', 'linear', 'exponential', 'spline'),
    }),
    { maxLength: 4 },
  )
  .map(list => list.toSorted((a, b) => a.beat - b.beat))

const noColour = fc.oneof(fc.constant('' as const), colour)
const few = { requiredKeys: [] }
const loop = fc.double({ min: 0.5, max: 8, noNaN: true })

export function randomNoteClip(node: fc.Arbitrary<string>) {
  return fc.record(
    {
      id: clip,
      kind: fc.constant('notes' as const),
      node,
      start: beat,
      length,
      offset: beat,
      loop,
      name,
      colour,
      muted: fc.boolean(),
      notes: fc
        .array(randomNote, { maxLength: 6 })
        .map(list => Object.fromEntries(list.map(note => [note.id, note]))),
    },
    { requiredKeys: ['id', 'kind', 'node', 'start', 'length', 'offset', 'notes'] },
  )
}

export function randomAutomationClip(node: fc.Arbitrary<string>) {
  return fc.record(
    {
      id: clip,
      kind: fc.constant('automation' as const),
      node,
      param: fc.constantFrom('gain', 'cutoff', 'mode'),
      start: beat,
      length,
      name,
      colour,
      muted: fc.boolean(),
      points,
    },
    { requiredKeys: ['id', 'kind', 'node', 'param', 'start', 'length', 'points'] },
  )
}

const fade = fc.record({
  length: fc.double({ min: 0, max: 4, noNaN: true }),
  bend: fc.double({ min: -1, max: 1, noNaN: true }),
})
const audioSettings = {
  gain: fc.integer({ min: -72, max: 24 }),
  fadeIn: fade,
  fadeOut: fade,
  repeats: fc.boolean(),
  speed: fc.double({ min: 0.25, max: 4, noNaN: true }),
  pitch: fc.integer({ min: -24, max: 24 }),
}

export function randomAudioClip(node: fc.Arbitrary<string>) {
  return fc.record(
    {
      id: clip,
      kind: fc.constant('audio' as const),
      node,
      asset: fc.constantFrom('a', 'b').map(letter => letter.repeat(64)),
      start: beat,
      length,
      offset: beat,
      name,
      colour,
      muted: fc.boolean(),
      ...audioSettings,
    },
    { requiredKeys: ['id', 'kind', 'node', 'asset', 'start', 'length', 'offset'] },
  )
}

/** Tempo maps, signatures and markers: anything that a document may hold. */
export const randomTimeline = fc.record({
  tempoCurve: fc.constantFrom('hold' as const, 'linear' as const),
  tempoMap: fc
    .array(
      fc.record({
        beat: fc.double({ min: 0.001, max: 500, noNaN: true }),
        bpm: fc.double({ min: 10, max: 1000, noNaN: true }),
        curve: fc.constantFrom('hold' as const, 'linear' as const),
      }),
      { maxLength: 5 },
    )
    .map(list => list.toSorted((a, b) => a.beat - b.beat)),
  signatures: fc
    .uniqueArray(
      fc.record({
        bar: fc.integer({ min: 2, max: 60 }),
        beats: fc.integer({ min: 1, max: 13 }),
        unit: fc.constantFrom(1 as const, 2 as const, 4 as const, 8 as const, 16 as const),
      }),
      { maxLength: 4, selector: change => change.bar },
    )
    .map(list => list.toSorted((a, b) => a.bar - b.bar)),
  markers: fc.uniqueArray(fc.record({ id: noteId, beat, name }), {
    maxLength: 3,
    selector: marker => marker.id,
  }),
  countIn: fc.integer({ min: 0, max: 4 }),
  metronome: fc.record({
    enabled: fc.boolean(),
    level: fc.integer({ min: -60, max: 12 }),
    accent: fc.boolean(),
  }),
})

/** Edits of clips and of the timeline, over a small set of ids. */
export function randomTimelineEdit(node: fc.Arbitrary<string>): fc.Arbitrary<Edit> {
  return fc.oneof(
    fc.record({
      kind: fc.constant('add-clip' as const),
      clip: fc.oneof(randomNoteClip(node), randomAutomationClip(node), randomAudioClip(node)),
    }),
    fc.record({
      kind: fc.constant('remove-clips' as const),
      clips: fc.array(clip, { minLength: 1, maxLength: 2 }),
    }),
    fc.record({
      kind: fc.constant('move-clips' as const),
      places: fc.dictionary(clip, fc.record({ start: beat, node }, { requiredKeys: ['start'] }), {
        maxKeys: 2,
        noNullPrototype: true,
      }),
    }),
    fc.record({
      kind: fc.constant('set-clip' as const),
      clip,
      change: fc.oneof(
        fc.record({ start: beat, length, name, colour: noColour, muted: fc.boolean() }, few),
        fc.record({ offset: beat, loop: fc.oneof(fc.constant(0 as const), loop) }, few),
        fc.record({ points }),
        fc.record({ offset: beat, ...audioSettings }, few),
      ),
    }),
    fc.record({
      kind: fc.constant('set-notes' as const),
      clip,
      notes: fc.array(randomNote, { maxLength: 3 }),
      remove: fc.array(noteId, { maxLength: 1 }),
    }),
    fc.record({
      kind: fc.constant('set-transport' as const),
      transport: randomTimeline.chain(timeline =>
        fc
          .subarray(Object.keys(timeline))
          .map(keys =>
            Object.fromEntries(Object.entries(timeline).filter(([key]) => keys.includes(key))),
          ),
      ),
    }),
  )
}
