import { useEffect, useRef } from 'react'
import { onOtherFrame, peakOnScale } from '../kit'
import { graphNow, levelOf, levelsSound, usePrefs, useProjectStore, useSelection } from '../state'
import { canvasSize, sharpContext } from '../ui'
import { useFlow } from './flow'
import { silenceOf } from './silence'
import { guidesNow, onGuides } from './gestures/guides'
import { colorsNow } from './scene/colors'
import { paintScene, type Look } from './scene/paint'
import { glowLevel, glowOf, isSameGlow, paintGlow, type GlowStep } from './scene/paint-glow'
import { routeSeen } from './scene/route-seen'
import { scene } from './scene/scene'
import { isComment } from './scene/scene-graph'
import { onView, viewNow, type View } from './scene/view'

/** The ground, the cables, how loud they are, and all nodes that are no elements: two canvases below React Flow. */
export function SceneLayer() {
  const stage = useRef<HTMLDivElement>(null)
  const base = useRef<HTMLCanvasElement>(null)
  const glow = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (stage.current === null || base.current === null || glow.current === null) return
    using stack = new DisposableStack()
    stack.use(keepRoom(stage.current, [base.current, glow.current]))
    stack.use(keepPainted(base.current, glow.current))
    const painting = stack.move()
    return () => painting[Symbol.dispose]()
  }, [])
  return (
    <div ref={stage} className="absolute inset-0 overflow-clip">
      <canvas ref={base} aria-hidden data-testid="scene" className="absolute top-0 left-0" />
      <canvas ref={glow} aria-hidden className="pointer-events-none absolute top-0 left-0" />
    </div>
  )
}

/**
 * Keeps canvases as large as their stage was since the window got its size: where a panel is opened over a part of
 * it, and closed, nothing need be painted anew.
 */
function keepRoom(stage: HTMLElement, canvases: readonly HTMLCanvasElement[]): Disposable {
  let [width, height] = [0, 0]
  const take = () => {
    width = Math.max(width, stage.clientWidth)
    height = Math.max(height, stage.clientHeight)
    for (const { style } of canvases) {
      style.width = `${width}px`
      style.height = `${height}px`
    }
  }
  const forget = () => ([width, height] = [0, 0])
  const sizes = new ResizeObserver(take)
  sizes.observe(stage)
  window.addEventListener('resize', forget)
  take()
  return {
    [Symbol.dispose]() {
      sizes.disconnect()
      window.removeEventListener('resize', forget)
    },
  }
}

/** Paints when something changed, and the glow while there is sound; at rest nothing runs. */
function keepPainted(base: HTMLCanvasElement, glow: HTMLCanvasElement): Disposable {
  using stack = new DisposableStack()
  let requested: number | undefined
  let glowing = false
  /** What the glow was painted of; undefined where the view or the scene has changed since. */
  let shown: ReadonlyMap<string, GlowStep> | undefined
  /** How much each node glowed last. */
  const glows = new Map<string, number>()
  let painted: readonly unknown[] = []
  const paint = () => {
    requested = undefined
    if (useProjectStore.getState().mirror === undefined) return
    const look = lookNow()
    const view = viewOf(base)
    const { x, y, zoom, width, height } = view
    const place = [x, y, zoom, width, height, window.devicePixelRatio]
    const next = [scene.version, ...place, ...painting(look)]
    if (next.every((value, index) => value === painted[index])) return
    const context = sharpContext(base)
    if (context === undefined) return
    routeSeen(scene, view)
    paintScene(context, scene, view, look)
    painted = next
    shown = undefined
    if (glowing) paintLevels(performance.now())
    base.dataset['painted'] = String(scene.nodes.size > 0)
  }
  const ask = () => {
    requested ??= requestAnimationFrame(paint)
  }
  const paintLevels = (now: number) => {
    const [view, look] = [viewOf(glow), lookNow()]
    const next = glowOf(scene, view, look, node => {
      const peak = levelOf(node, now)
      const level = glowLevel(peak === 0 ? 0 : peakOnScale(peak), glows.get(node))
      glows.set(node, level)
      return level
    })
    // Steady sound glows steadily: a canvas of this size is not painted for nothing.
    if (shown !== undefined && isSameGlow(shown, next)) return
    const context = sharpContext(glow)
    if (context === undefined) return
    paintGlow(context, view, look, next)
    shown = next
  }
  let odd = false
  stack.use(
    onOtherFrame(now => {
      // Every other time: it is large, and shows no more than how things stand.
      odd = !odd
      const sounds = levelsSound(now)
      if (odd || (!sounds && !glowing)) return
      glowing = sounds
      if (!sounds) glows.clear()
      paintLevels(now)
    }),
  )
  stack.use(scene.onChange(ask))
  stack.use(onView(ask))
  stack.use(onGuides(ask))
  stack.defer(useSelection.subscribe(ask))
  stack.defer(useFlow.subscribe(ask))
  // The theme's colours are set on the page by an effect of the same change.
  stack.defer(
    usePrefs.subscribe(({ theme }, before) => {
      if (theme !== before.theme) setTimeout(ask)
    }),
  )
  const sizes = new ResizeObserver(ask)
  sizes.observe(base)
  stack.defer(() => sizes.disconnect())
  stack.defer(() => {
    if (requested !== undefined) cancelAnimationFrame(requested)
  })
  ask()
  return stack.move()
}

/** The view with all of a canvas, some of which may lie behind a panel. */
function viewOf(canvas: HTMLCanvasElement): View {
  return { ...viewNow(), ...canvasSize(canvas) }
}

/** What of a look is painted: nodes that are elements show by themselves that they are selected. */
function painting(look: Look): readonly unknown[] {
  const { colors, selectedNodes, selectedCables, mounted, silent, guides } = look
  const marked = [...selectedNodes].filter(id => {
    const node = scene.nodes.get(id)?.node
    return !mounted.has(id) || (node !== undefined && isComment(node))
  })
  return [colors, mounted, silent, guides, marked.join(' '), [...selectedCables].join(' ')]
}

function lookNow(): Look {
  const { nodes, cables } = useSelection.getState()
  return {
    colors: colorsNow(),
    selectedNodes: nodes,
    selectedCables: cables,
    mounted: useFlow.getState().mounted,
    silent: silenceOf(graphNow()),
    guides: guidesNow(),
  }
}
