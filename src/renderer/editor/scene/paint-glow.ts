import type { PortKind } from '#shared/graph'
import { trace, visibleCables, type Look } from './paint'
import type { Scene, SceneCable } from './scene'
import { seen, type View } from './view'

/** Cables of one colour that are equally loud. */
export interface GlowStep {
  readonly kind: PortKind | undefined
  /** 1 to 8. */
  readonly level: number
  readonly cables: SceneCable[]
}

/** Of a step: a level that goes to and fro about an edge less than that stays where it was. */
const STICKY = 0.25

/** 0 to 8, of a level from 0 to 1; `before`, the last one, holds a little beyond its edges. */
export function glowLevel(level: number, before = 0): number {
  const steps = level * 8
  const isNear = before > 0 && steps > before - 1 - STICKY && steps <= before + STICKY
  return steps === 0 ? 0 : isNear ? before : Math.ceil(steps)
}

/** What glows, and how much. `levelOf` gives 0 to 8 of a node. */
export function glowOf(
  scene: Scene,
  view: View,
  look: Look,
  levelOf: (node: string) => number,
): ReadonlyMap<string, GlowStep> {
  const steps = new Map<string, GlowStep>()
  const levels = new Map<string, number>()
  for (const cable of visibleCables(scene, seen(view))) {
    if (look.silent.cables.has(cable.id)) continue
    const { node } = cable.cable.from
    let level = levels.get(node)
    if (level === undefined) levels.set(node, (level = levelOf(node)))
    if (level === 0) continue
    const key = `${cable.kind} ${level}`
    const step = steps.get(key)
    if (step === undefined) steps.set(key, { kind: cable.kind, level, cables: [cable] })
    else step.cables.push(cable)
  }
  return steps
}

/** Whether both look the same, where the cables lie as they did. */
export function isSameGlow(
  one: ReadonlyMap<string, GlowStep>,
  other: ReadonlyMap<string, GlowStep>,
): boolean {
  if (one.size !== other.size) return false
  for (const [key, { cables }] of one) {
    const others = other.get(key)?.cables
    if (others?.length !== cables.length) return false
    if (!cables.every((cable, index) => cable === others[index])) return false
  }
  return true
}

/** Paints how loud cables are, over their own colour. */
export function paintGlow(
  context: CanvasRenderingContext2D,
  view: View,
  { colors }: Look,
  glow: ReadonlyMap<string, GlowStep>,
): void {
  context.clearRect(0, 0, view.width, view.height)
  context.save()
  context.translate(view.x, view.y)
  context.scale(view.zoom, view.zoom)
  context.lineCap = 'round'
  for (const { kind, level, cables } of glow.values()) {
    context.beginPath()
    for (const { curve } of cables) trace(context, curve)
    context.strokeStyle = colors.port(kind)
    context.globalAlpha = (level / 8) * 0.55
    context.lineWidth = Math.max(8, 3 / view.zoom)
    context.stroke()
  }
  context.restore()
}
