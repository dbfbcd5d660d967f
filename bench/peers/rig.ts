import { emptyProject, type AutomationPoint, type ParamValue, type Project } from '#shared/graph'

/** The sounds that every patch may use, of ours by asset id and of the peers as buffers. */
export interface Sounds<Sound> {
  /** Stereo noise as long as the render, at the project's rate. */
  readonly noise: Sound
  /** The same at 44.1 kHz. */
  readonly noise44: Sound
  /** Two seconds of stereo noise, as an impulse response. */
  readonly impulse: Sound
  /** A quarter of a second, mono. */
  readonly hit: Sound
}

export type SoundName = keyof Sounds<unknown>

type Params = Readonly<Record<string, ParamValue>>
type Automations = Readonly<Record<string, readonly AutomationPoint[]>>

/** Ports, where they are not `out` and `in`; a depth makes the cable turn the parameter that `in` names. */
interface Ports {
  readonly out?: string
  readonly in?: string
  readonly depth?: number
}

interface NotePlace {
  readonly start: number
  readonly length: number
  readonly key: number
}

/** Builds a project in few words. */
export class Rig {
  readonly project: Project
  #count = 0

  constructor(seconds: number) {
    this.project = emptyProject('bench', 'bench')
    this.project.transport.length = seconds
  }

  /** Makes a node of the type (`filter` stands for `filter/filter`) and answers its id. */
  add(type: string, params: Params = {}, automation?: Automations): string {
    const id = `n${this.#count++}`
    this.project.graph.nodes[id] = {
      id,
      type: type.includes('/') ? type : `${type}/${type}`,
      position: { x: 0, y: 0 },
      params,
      ...(automation && {
        automation: Object.fromEntries(
          Object.entries(automation).map(([param, points]) => [param, [...points]]),
        ),
      }),
    }
    return id
  }

  player(sound: SoundName, params: Params = {}): string {
    return this.add('player', { sound, ...params })
  }

  wire(from: string, to: string, ports: Ports = {}): void {
    const id = `c${this.#count++}`
    this.project.graph.cables[id] = {
      id,
      from: { node: from, port: ports.out ?? 'out' },
      to: { node: to, port: ports.in ?? 'in' },
      ...(ports.depth !== undefined && { depth: ports.depth }),
    }
  }

  /** Notes on a track from its beginning to the end: beats and keys, each as hard as can be. */
  notes(track: string, count: number, noteAt: (index: number) => NotePlace): void {
    const { clips, transport } = this.project
    const played = Array.from({ length: count }, (_, index) => {
      const id = `k${index}`
      return [id, { id, velocity: 1, ...noteAt(index) }] as const
    })
    const id = `c${this.#count++}`
    const place = { start: 0, length: (transport.length ?? 0) * 2, offset: 0 }
    clips[id] = { id, kind: 'notes', node: track, ...place, notes: Object.fromEntries(played) }
  }

  /** A new node behind another. */
  after(from: string, type: string, params: Params = {}, automation?: Automations): string {
    const id = this.add(type, params, automation)
    this.wire(from, id)
    return id
  }

  out(from: string): void {
    this.wire(from, 'output')
  }
}

/** A gain as a factor in dB. */
export function decibels(gain: number): number {
  return 20 * Math.log10(gain)
}
