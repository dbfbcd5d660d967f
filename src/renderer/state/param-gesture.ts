import type { ParamValue } from '#shared/graph'
import { newId } from '../kit'
import { catalog } from './catalog'
import { dispatch, graphNow } from './project'

/** One drag of a knob: any number of values, undone together. */
export interface ParamGesture extends Disposable {
  change(value: ParamValue): void
}

/** Begins to change a parameter. Values go out at most once a frame; disposing sends the last one. */
export function beginGesture(node: string, param: string): ParamGesture {
  const gesture = newId()
  let waiting: ParamValue | undefined
  let frame: number | undefined
  const flush = () => {
    frame = undefined
    if (waiting !== undefined) setParam(node, param, waiting, gesture)
    waiting = undefined
  }
  return {
    change(value) {
      waiting = value
      frame ??= requestAnimationFrame(flush)
    },
    [Symbol.dispose]() {
      if (frame !== undefined) cancelAnimationFrame(frame)
      flush()
    },
  }
}

export function setParam(node: string, param: string, value: ParamValue, gesture?: string): void {
  const current = graphNow().nodes[node]
  const spec = current && catalog().get(current.type)?.params[param]
  if (spec === undefined || (current?.params[param] ?? spec.default) === value) return
  const label = `Set ${spec.label}`
  dispatch(
    label,
    [{ kind: 'set-param', node, param, value }],
    gesture === undefined ? {} : { gesture },
  )
}
