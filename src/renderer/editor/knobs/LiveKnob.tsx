import { memo, useCallback, type KeyboardEvent, type MouseEvent } from 'react'
import type { NumberParam } from '#shared/graph'
import { beginDepth, beginGesture, liveValueOf, useModulations } from '../../state'
import { depthSpec, Knob, keyed, KnobMotion } from '../../ui'
import { openParamMenu } from './param-menu'

interface LiveKnobProps {
  readonly node: string
  readonly name: string
  readonly param: string
  readonly spec: NumberParam
  readonly value: number
  readonly automated: boolean
  readonly size: number
  readonly testId: string
}

/**
 * A parameter's knob, with what moves it: a ring for the depth of its signals, a dot for where it stands now. Signals
 * can be dropped on it; its menu has the rest. Alt with the arrow keys turns the depth.
 */
export const LiveKnob = memo(function LiveKnob(props: LiveKnobProps) {
  const { node, name, param, spec, value, automated, size, testId } = props
  const cables = useModulations(node, param)
  const last = cables.at(-1)?.id
  const begin = useCallback(() => beginGesture(node, param), [node, param])
  const live = useCallback((now: number) => liveValueOf(node, param, now), [node, param])
  const turnDepth = useCallback(() => {
    const gesture = beginDepth(last ?? '')
    return {
      change: (percent: number) => gesture.change(percent / 100),
      [Symbol.dispose]: () => gesture[Symbol.dispose](),
    }
  }, [last])

  function onKeyDown(event: KeyboardEvent): void {
    if (!event.altKey || last === undefined) return
    const depth = (cables.at(-1)?.depth ?? 0) * 100
    const next = keyed(depthSpec, depth, event.key, event.shiftKey)
    if (next === undefined) return
    event.preventDefault()
    event.stopPropagation()
    using gesture = turnDepth()
    gesture.change(next)
  }

  return (
    <div
      className="knob-target relative rounded-full"
      data-modulates={`${node} ${param}`}
      onKeyDownCapture={onKeyDown}
      onContextMenu={event => showMenu(event, node, param)}
    >
      <Knob
        spec={spec}
        value={value}
        size={size}
        label={`${spec.label} of ${name}`}
        begin={begin}
        testId={testId}
      />
      {(cables.length > 0 || automated) && (
        <KnobMotion
          spec={spec}
          value={value}
          size={size}
          depths={cables.map(cable => cable.depth ?? 0)}
          beginDepth={last === undefined ? undefined : turnDepth}
          live={live}
          testId={`motion-${testId}`}
        />
      )}
    </div>
  )
})

/** Opens a parameter's menu where the pointer is, in place of the one behind it. */
export function showMenu(event: MouseEvent, node: string, param: string): void {
  event.preventDefault()
  event.stopPropagation()
  openParamMenu({ node, param, screen: { x: event.clientX, y: event.clientY } })
}
