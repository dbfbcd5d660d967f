import {
  notesOutput,
  type AutomationClip,
  type Clip,
  type Node,
  type Note,
  type NodeDefinition,
  type NoteClip,
  type TransportSettings,
} from '#shared/graph'
import { randomPoints } from './random-node'
import type { Seeded } from './seeded'

/** Beats in which clips lie: a quarter of a second at 120 beats a minute. */
const BEATS = 0.5

/** Clips for one node: notes where it plays any, and automation of its parameters. */
export function randomClips(node: Node, definition: NodeDefinition, random: Seeded): Clip[] {
  const count = notesOutput(definition) === undefined ? 0 : 1 + random.upTo(2)
  const clips: Clip[] = Array.from({ length: count }, (_, index) =>
    noteClip(`${node.id}k${index}`, node.id, random),
  )
  if (!random.chance(0.15)) return clips
  for (const [param, spec] of Object.entries(definition.params)) {
    if (spec.kind !== 'number' || !random.chance(0.3)) continue
    const id = `${node.id}a${clips.length}`
    const points = randomPoints(spec, random).map(({ time, value, curve }) => ({
      beat: time * 2,
      value,
      curve,
    }))
    clips.push({
      ...place(id, node.id, random),
      kind: 'automation',
      param,
      points,
    } satisfies AutomationClip)
  }
  return clips
}

function place(id: string, node: string, random: Seeded) {
  return {
    id,
    node,
    start: random.chance(0.5) ? 0 : random.between(0, BEATS),
    length: random.between(0.05, 4),
    ...(random.chance(0.1) && { muted: true }),
  }
}

function noteClip(id: string, node: string, random: Seeded): NoteClip {
  const notes = Array.from({ length: 1 + random.upTo(9) }, (_, index) => note(`m${index}`, random))
  return {
    ...place(id, node, random),
    kind: 'notes',
    offset: random.chance(0.7) ? 0 : random.between(0, BEATS),
    ...(random.chance(0.4) && { loop: random.between(0.07, 1) }),
    notes: Object.fromEntries(notes.map(made => [made.id, made])),
  }
}

function note(id: string, random: Seeded): Note {
  const bend = (least: number) =>
    Array.from({ length: random.upTo(3) }, () => random.between(0, BEATS))
      .toSorted((a, b) => a - b)
      .map(beat => ({ beat, value: random.between(least, 1) }))
  return {
    id,
    start: random.chance(0.3) ? 0 : random.between(0, BEATS),
    length: random.chance(0.2) ? 0.001 : random.between(0.01, 1),
    key: random.chance(0.5) ? 24 + random.upTo(72) : random.between(0, 127),
    velocity: random.next(),
    ...(random.chance(0.3) && { release: random.next() }),
    ...(random.chance(0.3) && { pitch: bend(-1), pressure: bend(0), timbre: bend(0) }),
  }
}

/** A timeline with changes of tempo within the first moments, and often a loop of some frames. */
export function randomTransport(
  transport: TransportSettings,
  sampleRate: number,
  random: Seeded,
): TransportSettings {
  const loops = random.chance(0.3)
  const start = random.upTo(3000)
  const points = Array.from({ length: random.upTo(3) }, () => random.between(0.01, 1))
  return {
    ...transport,
    tempo: random.chance(0.5) ? 120 : random.between(40, 400),
    tempoCurve: random.pick(['hold', 'linear']),
    tempoMap: points
      .toSorted((a, b) => a - b)
      .map(beat => ({
        beat,
        bpm: random.between(10, 1000),
        curve: random.pick(['hold', 'linear']),
      })),
    ...(loops && {
      loop: {
        enabled: true,
        start: start / sampleRate,
        end: (start + 1 + random.upTo(random.chance(0.2) ? 200 : 5000)) / sampleRate,
      },
    }),
  }
}
