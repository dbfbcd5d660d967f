import { toKnob, type NumberParam } from '#shared/graph'
import type { Entry } from './sections'

interface Stage {
  readonly param: string
  readonly spec: NumberParam
}

/** Parameters that make an envelope together; the release may be another’s. */
export interface Envelope {
  readonly title: string
  readonly attack: Stage
  readonly decay: Stage
  readonly sustain: Stage
  readonly release: Stage | undefined
  /** How bent the stages are, where that is a parameter: see the kernel `envelope`. */
  readonly attackCurve: Stage | undefined
  readonly decayCurve: Stage | undefined
}

/** The envelopes among parameters, by their names: `attack`, `ampAttack`, `attack2`, with decay and sustain alike. */
export function envelopesOf(entries: readonly Entry[]): readonly Envelope[] {
  const numbers = new Map(
    entries.flatMap(([param, spec]) => (spec.kind === 'number' ? [[param, spec] as const] : [])),
  )
  return [...numbers.keys()].flatMap(param => {
    const [, prefix = '', stem = '', number = ''] = /^(.*?)(attack|Attack)(\d*)$/.exec(param) ?? []
    if (stem === '') return []
    const stage = (word: string): Stage | undefined => {
      const name = prefix === '' ? word : word.replace(/^./, first => first.toUpperCase())
      const id = `${prefix}${name}${number}`
      const spec = numbers.get(id)
      return spec && { param: id, spec }
    }
    const [attack, decay, sustain] = [stage('attack'), stage('decay'), stage('sustain')]
    if (attack === undefined || decay === undefined || sustain === undefined) return []
    return {
      title: prefix === '' ? `Envelope${number && ` ${number}`}` : titled(`${prefix}Envelope`),
      attack,
      decay,
      sustain,
      release: stage('release'),
      attackCurve: stage('attackCurve'),
      decayCurve: stage('decayCurve'),
    }
  })
}

function titled(id: string): string {
  const words = id.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
  return words.replace(/^./, first => first.toUpperCase())
}

/** Where the corners of an envelope lie, 0 to 1 across and up; times as far as their knobs are turned. */
export interface Corners {
  readonly attack: number
  readonly decay: number
  readonly sustain: number
  readonly held: number
  readonly release: number
}

/** What of the width the longest attack, decay and release take; between them the sustain is held. */
export const WIDTHS = { attack: 0.3, decay: 0.3, held: 0.1, release: 0.3 } as const

export function cornersOf(
  { attack, decay, sustain, release }: Envelope,
  valueOf: (stage: Stage) => number,
): Corners {
  const turned = (stage: Stage) => toKnob(stage.spec, valueOf(stage))
  const peak = WIDTHS.attack * turned(attack)
  const down = peak + WIDTHS.decay * turned(decay)
  const held = down + WIDTHS.held
  return {
    attack: peak,
    decay: down,
    sustain: turned(sustain),
    held,
    release: held + WIDTHS.release * (release === undefined ? 0.5 : turned(release)),
  }
}

const STEPS = 24

/** The envelope as points, each stage bent as the kernel bends it: (1 − e^(−k·t)) / (1 − e^(−k)). */
export function shapeOf(
  corners: Corners,
  attackCurve: number,
  decayCurve: number,
): [number, number][] {
  const { attack, decay, sustain, held, release } = corners
  const points: [number, number][] = [[0, 0]]
  const stage = (from: readonly [number, number], to: readonly [number, number], bend: number) => {
    for (let step = 1; step <= STEPS; step++) {
      const along = step / STEPS
      const risen = Math.abs(bend) < 1e-3 ? along : Math.expm1(-bend * along) / Math.expm1(-bend)
      points.push([from[0] + (to[0] - from[0]) * along, from[1] + (to[1] - from[1]) * risen])
    }
  }
  stage([0, 0], [attack, 1], attackCurve)
  stage([attack, 1], [decay, sustain], decayCurve)
  points.push([held, sustain])
  stage([held, sustain], [release, 0], decayCurve)
  return points
}
