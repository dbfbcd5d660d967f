import { toGain, type Seconds } from '#shared/kit'
import {
  AUDIO_TRACK,
  secondsAt,
  tempoMapOf,
  type AudioClip,
  type Cable,
  type Project,
  type TempoMap,
} from '#shared/graph'
import type { EngineNode, Sound } from './engine-graph'

interface ClipNode {
  readonly node: EngineNode
  readonly cable: Cable
}

interface Before extends ClipNode {
  readonly map: TempoMap
  readonly sound: Sound
}

/** Documents share the clips that an edit left alone. */
const before = new WeakMap<AudioClip, Before>()

/**
 * Clips of sound as the engine plays them: a node each, wired to the input of its track. A clip that changed is another
 * node, so that the engine fades from the one to the other.
 */
export function clipNodes(
  { clips, graph, transport }: Pick<Project, 'clips' | 'graph' | 'transport'>,
  sounds: ReadonlyMap<string, Sound>,
): readonly ClipNode[] {
  const map = tempoMapOf(transport)
  return Object.values(clips).flatMap(clip => {
    if (clip.kind !== 'audio' || clip.muted === true) return []
    const sound = sounds.get(clip.asset)
    if (sound === undefined || graph.nodes[clip.node]?.type !== AUDIO_TRACK) return []
    const known = before.get(clip)
    if (known?.map === map && known.sound === sound) return [known]
    const made = { map, sound, node: nodeOf(clip, map, sound), cable: cableOf(clip) }
    before.set(clip, made)
    return [made]
  })
}

/** Dots stand in no id of a document: these meet none of its own. */
function idOf({ id, node }: AudioClip): string {
  return `${node}.${id}`
}

function cableOf(clip: AudioClip): Cable {
  return {
    id: `clip.${clip.id}`,
    from: { node: idOf(clip), port: 'out' },
    to: { node: clip.node, port: 'in' },
  }
}

function nodeOf(clip: AudioClip, map: TempoMap, sound: Sound): EngineNode {
  const { gain = 0, fadeIn, fadeOut, repeats = false, speed = 1, pitch = 0 } = clip
  const start = secondsAt(map, clip.start)
  const end = secondsAt(map, clip.start + clip.length)
  const loop = repeats ? 1 : 0
  const timeline = { second: { transport: 'second' }, part: { transport: 'part' } } as const
  const asRecorded = speed === 1 && pitch === 0
  const length = end - start
  return {
    id: idOf(clip),
    label: clip.name ?? 'Clip',
    kind: 'generator',
    inputs: {},
    outputs: { out: { kind: 'audio', channels: 'asset' } },
    bypassed: false,
    params: { sound: { value: 0, glides: false } },
    sounds: { sound },
    dsp: {
      form: 'kernels',
      kernels: {
        source: asRecorded
          ? {
              kernel: 'player',
              params: { sound: { param: 'sound' }, start, offset: clip.offset, length, loop },
            }
          : {
              kernel: 'time-stretch',
              params: {
                ...{ sound: { param: 'sound' }, start, from: clip.offset, speed, pitch, loop },
                ...{ ...timeline, tempo: { transport: 'tempo' }, beat: { transport: 'beat' } },
                phase: { transport: 'phase' },
              },
            },
        shape: {
          kernel: 'clip-shape',
          params: {
            ...timeline,
            ...split('start', start),
            ...split('end', end),
            gain: toGain(gain),
            fadeIn: Math.min(fadeIn?.length ?? 0, length),
            fadeInBend: fadeIn?.bend ?? 0,
            fadeOut: Math.min(fadeOut?.length ?? 0, length),
            fadeOutBend: fadeOut?.bend ?? 0,
          },
        },
      },
      cables: ['source.out -> shape.in', 'shape.out -> out'],
    },
  }
}

/** A time as whole seconds and the rest, which have room enough in f32. */
function split(name: 'start' | 'end', time: Seconds): Record<string, number> {
  const whole = Math.floor(time)
  return { [name]: whole, [`${name}Part`]: time - whole }
}
