import { memo } from 'react'
import { formatParam, type NumberParam } from '#shared/graph'
import { classNames } from '../ui'
import { LiveKnob } from './knobs'

interface ParamKnobProps {
  readonly node: string
  readonly name: string
  readonly param: string
  readonly spec: NumberParam
  readonly value: number
  readonly automated: boolean
  /** A small one, beside a socket that has its name. */
  readonly bare?: boolean
}

/** A node's parameter on the canvas: its name, and its value while the pointer is there. */
export const ParamKnob = memo(function ParamKnob(props: ParamKnobProps) {
  const { node, name, param, spec, value, automated, bare = false } = props
  const shown = formatParam(spec, value)
  const knob = (
    <LiveKnob
      node={node}
      name={name}
      param={param}
      spec={spec}
      value={value}
      automated={automated}
      size={bare ? 18 : 34}
      testId={`param-${node}-${param}`}
    />
  )
  if (bare) {
    return (
      <span title={spec.label} className="flex items-center gap-1">
        {knob}
        <span className="device-detail whitespace-nowrap text-faint">{shown}</span>
      </span>
    )
  }
  return (
    <div className="group/param flex min-w-0 flex-1 flex-col items-center gap-0.5">
      {knob}
      <span
        className={classNames(
          'device-detail -mx-0.5 max-w-[calc(100%+4px)] truncate text-2xs tracking-tight',
          'group-focus-within/param:hidden group-hover/param:hidden',
          automated ? 'text-accent-text' : 'text-soft',
        )}
      >
        {spec.label}
      </span>
      <span className="device-detail -mx-2 hidden text-2xs tracking-tight whitespace-nowrap text-text group-focus-within/param:block group-hover/param:block">
        {shown}
      </span>
    </div>
  )
})
