import { useCallback } from 'react'
import type { Node, NumberParam, ParamSpec } from '#shared/graph'
import { beginGesture, setParam } from '../../state'
import { LiveKnob } from '../../editor'
import { Choice, Fader, Toggle, ValueField } from '../../ui'

interface BigControlProps {
  readonly node: Node
  readonly name: string
  readonly param: string
  readonly spec: ParamSpec
}

/** A parameter, large: levels as faders, other numbers as knobs. */
export function BigControl({ node, name, param, spec }: BigControlProps) {
  const value = node.params[param] ?? spec.default
  const label = `${spec.label} of ${name}`
  switch (spec.kind) {
    case 'number':
      return <BigNumber node={node} name={name} param={param} spec={spec} />
    case 'choice':
      return (
        <Choice
          spec={spec}
          compact
          value={String(value)}
          label={label}
          onChange={next => setParam(node.id, param, next)}
        />
      )
    case 'toggle':
      return (
        <span className="scale-150">
          <Toggle
            on={value === true}
            label={label}
            onChange={next => setParam(node.id, param, next)}
          />
        </span>
      )
    case 'text':
      return <p className="line-clamp-4 text-xs text-soft">{String(value)}</p>
    case 'file':
      return <p className="text-xs text-faint">A sound is put on the node itself.</p>
  }
}

function BigNumber(props: Omit<BigControlProps, 'spec'> & { readonly spec: NumberParam }) {
  const { node, name, param, spec } = props
  const begin = useCallback(() => beginGesture(node.id, param), [node.id, param])
  const value = Number(node.params[param] ?? spec.default)
  const label = `${spec.label} of ${name}`
  const isLevel = spec.unit === 'dB' && spec.min < 0 && spec.max >= 0
  return (
    <>
      {isLevel ? (
        <Fader
          spec={spec}
          value={value}
          label={label}
          begin={begin}
          height={160}
          testId={`performer-${param}`}
        />
      ) : (
        <LiveKnob
          node={node.id}
          name={name}
          param={param}
          spec={spec}
          value={value}
          automated={node.automation?.[param] !== undefined}
          size={80}
          testId={`performer-${param}`}
        />
      )}
      <span className="w-24">
        <ValueField spec={spec} value={value} label={label} begin={begin} />
      </span>
    </>
  )
}
