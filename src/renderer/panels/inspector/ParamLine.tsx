import { memo, type MouseEvent } from 'react'
import type { ParamSpec, ParamValue } from '#shared/graph'
import { setParam } from '../../state'
import { showMenu } from '../../editor'
import { Choice, TextArea, Toggle } from '../../ui'
import { FileParam } from './FileParam'

interface ParamLineProps {
  readonly node: string
  readonly name: string
  readonly param: string
  readonly spec: ParamSpec
  readonly value: ParamValue
}

/** A parameter that is no number, in a line of its own. */
export const ParamLine = memo(function ParamLine(props: ParamLineProps) {
  const { node, name, param, spec, value } = props
  const label = `${spec.label} of ${name}`
  const testId = `inspector-${param}`
  const set = (next: ParamValue) => setParam(node, param, next)
  const menu = { onContextMenu: (event: MouseEvent) => showMenu(event, node, param) }
  if (spec.kind === 'toggle') {
    return (
      <div className="flex min-h-6 items-center justify-between gap-2" title={spec.doc} {...menu}>
        <span className="text-xs text-soft">{spec.label}</span>
        <Toggle on={value === true} label={label} onChange={set} testId={testId} />
      </div>
    )
  }
  return (
    <div className="flex flex-col gap-1" title={spec.doc} {...menu}>
      <span className="text-xs text-soft">{spec.label}</span>
      {spec.kind === 'choice' && (
        <Choice spec={spec} value={String(value)} label={label} onChange={set} testId={testId} />
      )}
      {spec.kind === 'text' && (
        <TextArea
          value={String(value)}
          label={label}
          lines={spec.lines}
          placeholder={spec.placeholder}
          onCommit={set}
          testId={testId}
        />
      )}
      {spec.kind === 'file' && <FileParam asset={String(value)} testId={testId} />}
    </div>
  )
})
