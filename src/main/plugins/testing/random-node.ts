import {
  fromKnob,
  type AutomationPoint,
  type Curve,
  type Node,
  type NodeDefinition,
  type NumberParam,
  type ParamSpec,
  type ParamValue,
} from '#shared/graph'
import type { Seeded } from './seeded'

/** Automation happens in so many seconds. */
const SPAN = 0.2

const CURVES = ['hold', 'linear', 'exponential', 'spline'] as const satisfies readonly Curve[]

/** A node with some of its parameters turned, some automated, and now and then bypassed. */
export function randomNode(
  id: string,
  definition: NodeDefinition,
  random: Seeded,
  assets: readonly string[],
): Node {
  const params: Record<string, ParamValue> = {}
  const automation: Record<string, AutomationPoint[]> = {}
  const isAutomated = random.chance(0.25)
  for (const [param, spec] of Object.entries(definition.params)) {
    if (random.chance(spec.kind === 'file' ? 0.8 : 0.3)) {
      params[param] = randomValue(spec, random, assets)
    }
    if (isAutomated && spec.kind === 'number' && random.chance(0.3)) {
      automation[param] = randomPoints(spec, random)
    }
  }
  return {
    id,
    type: definition.type,
    position: { x: 0, y: 0 },
    params,
    ...(Object.keys(automation).length > 0 && { automation }),
    ...(random.chance(0.1) && { bypassed: true }),
  }
}

function randomValue(spec: ParamSpec, random: Seeded, assets: readonly string[]): ParamValue {
  switch (spec.kind) {
    case 'number':
      return randomNumber(spec, random)
    case 'choice':
      return spec.options[random.upTo(spec.options.length - 1)]?.id ?? spec.default
    case 'toggle':
      return random.chance(0.5)
    case 'file':
      return assets[random.upTo(assets.length - 1)] ?? ''
    case 'text':
      return 'x'.repeat(random.upTo(8))
  }
}

/** Anywhere on the knob, and often enough at its very ends. */
export function randomNumber(spec: NumberParam, random: Seeded): number {
  const place = random.next()
  return fromKnob(spec, random.chance(0.2) ? Math.round(place) : place)
}

/** Points in order of time, some of them at one time, some at the border of a quantum, some between frames. */
export function randomPoints(spec: NumberParam, random: Seeded): AutomationPoint[] {
  const count = 1 + random.upTo(6)
  return Array.from({ length: count }, () => ({
    time: random.chance(0.3) ? random.pick([0, 128 / 48_000, 0.05]) : random.between(0, SPAN),
    value: randomNumber(spec, random),
    curve: random.pick(CURVES),
  })).toSorted((a, b) => a.time - b.time)
}
