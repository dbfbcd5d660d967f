import { Spline } from 'lucide-react'
import { memo } from 'react'
import { formatParam, type NumberParam } from '#shared/graph'
import { beginGesture, projectNow } from '../../state'
import { LiveKnob } from '../../editor'
import { Tip, ValueField } from '../../ui'

interface NumberParamControlProps {
  readonly node: string
  readonly name: string
  readonly param: string
  readonly spec: NumberParam
  readonly value: number
  readonly automated: boolean
}

/** A knob with its name and its value, which can be typed. */
export const NumberParamControl = memo(function NumberParamControl(props: NumberParamControlProps) {
  const { node, name, param, spec, value, automated } = props
  const label = `${spec.label} of ${name}`
  const begin = () => beginGesture(node, param)
  return (
    <div className="flex min-w-0 flex-col items-center gap-1">
      <Tip text={hint(spec)} side="left">
        <span className="flex max-w-full items-center gap-1 text-xs text-soft">
          <span className="truncate">{spec.label}</span>
          {automated && (
            <Spline size={11} aria-label="Automated" className="shrink-0 text-accent-text" />
          )}
        </span>
      </Tip>
      <LiveKnob
        node={node}
        name={name}
        param={param}
        spec={spec}
        value={value}
        automated={automated}
        size={40}
        testId={`inspector-${param}`}
      />
      <ValueField
        spec={spec}
        value={value}
        label={label}
        begin={begin}
        tempo={tempoNow}
        testId={`value-${param}`}
      />
    </div>
  )
})

function tempoNow(): number {
  return projectNow().transport.tempo
}

function hint(spec: NumberParam): string {
  const range = `${formatParam(spec, spec.min)} to ${formatParam(spec, spec.max)}`
  return [spec.doc, `${range}, double-click for ${formatParam(spec, spec.default)}`]
    .filter(Boolean)
    .join('\n')
}
