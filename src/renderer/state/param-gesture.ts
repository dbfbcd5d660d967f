import type { Edit, ParamValue } from '#shared/graph'
import { Emitter } from '#shared/kit'
import { catalog } from './catalog'
import { pacedGesture, type Gesture } from './paced-gesture'
import { dispatch, graphNow } from './project'
import { writeTurn } from './write-automation'

/** One drag of a knob. */
export type ParamGesture = Gesture<ParamValue>

/** Begins to change a parameter. Values go out at most once a frame; disposing sends the last one. */
export function beginGesture(node: string, param: string): ParamGesture {
  return pacedGesture((value, gesture) => setParam(node, param, value, gesture))
}

/** As `beginGesture`, for the same parameter of several nodes. */
export function beginGestureOfMany(nodes: readonly string[], param: string): ParamGesture {
  return pacedGesture((value, gesture) => setParamOfMany(nodes, param, value, gesture))
}

const touched = new Emitter<{ readonly node: string; readonly param: string }>()

/** Hears of every parameter that somebody turns here, for those who wait for one. */
export function onParamTouched(
  hear: (param: { readonly node: string; readonly param: string }) => void,
): Disposable {
  return touched.on(hear)
}

export function setParam(node: string, param: string, value: ParamValue, gesture?: string): void {
  setParamOfMany([node], param, value, gesture)
}

export function setParamOfMany(
  nodes: readonly string[],
  param: string,
  value: ParamValue,
  gesture?: string,
): void {
  const changed = nodes.flatMap(id => {
    const node = graphNow().nodes[id]
    const spec = node && catalog().get(node.type)?.params[param]
    return spec === undefined || (node?.params[param] ?? spec.default) === value
      ? []
      : [{ id, label: spec.label }]
  })
  const [first] = changed
  if (first === undefined) return
  touched.emit({ node: first.id, param })
  const label = `Set ${first.label}${nodes.length > 1 ? ` of ${nodes.length} nodes` : ''}`
  dispatch(
    label,
    changed.flatMap(({ id }): Edit[] => [
      { kind: 'set-param', node: id, param, value },
      ...(gesture === undefined ? [] : writeTurn(id, param, value, gesture)),
    ]),
    gesture === undefined ? {} : { gesture },
  )
}

/** Begins to draw several parameters of a node at once, as one step. */
export function beginCurve(node: string, title: string): Gesture<Record<string, number>> {
  const drawn = new Map<string, number>()
  const gesture = pacedGesture((_latest: Record<string, number>, id) => {
    const found = graphNow().nodes[node]
    const edits = [...drawn].flatMap(([param, value]) =>
      found?.params[param] === value ? [] : [{ kind: 'set-param' as const, node, param, value }],
    )
    drawn.clear()
    if (edits.length > 0) dispatch(`Draw ${title}`, edits, { gesture: id })
  })
  return {
    change(values) {
      for (const [param, value] of Object.entries(values)) drawn.set(param, value)
      gesture.change(values)
    },
    [Symbol.dispose]: () => gesture[Symbol.dispose](),
  }
}
