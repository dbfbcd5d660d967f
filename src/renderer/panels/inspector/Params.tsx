import type { Node, NodeDefinition, ParamSpec, ParamValue } from '#shared/graph'
import { channelsOf, setParam } from '../../state'
import { Choice, Toggle } from '../../ui'
import { Channels } from './Channels'
import { FileParam } from './FileParam'
import { NumberParamControl } from './NumberParamControl'

interface ParamsProps {
  readonly node: Node
  readonly name: string
  readonly definition: NodeDefinition
}

/** Every parameter of a node: choices and switches in lines, numbers in a grid of knobs, channels as strips. */
export function Params({ node, name, definition }: ParamsProps) {
  const channels = channelsOf(definition)
  const ofChannels = new Set(channels.flatMap(channel => channel.params))
  const entries = Object.entries(definition.params).filter(([param]) => !ofChannels.has(param))
  const numbers = entries.filter(([, spec]) => spec.kind === 'number')
  const lines = entries.filter(([, spec]) => spec.kind !== 'number')
  if (entries.length + channels.length === 0) {
    return <p className="p-3 text-xs text-faint">This node has no parameters.</p>
  }
  return (
    <>
      {lines.length > 0 && (
        <div className="flex flex-col gap-3 border-b border-line p-3">
          {lines.map(([param, spec]) => (
            <Line key={param} node={node} name={name} param={param} spec={spec} />
          ))}
        </div>
      )}
      {numbers.length > 0 && (
        <div className="grid grid-cols-3 gap-x-1 gap-y-4 p-3">
          {numbers.map(([param, spec]) =>
            spec.kind === 'number' ? (
              <NumberParamControl
                key={param}
                node={node.id}
                name={name}
                param={param}
                spec={spec}
                value={Number(node.params[param] ?? spec.default)}
                automated={node.automation?.[param] !== undefined}
              />
            ) : undefined,
          )}
        </div>
      )}
      {channels.length > 0 && (
        <Channels node={node} name={name} definition={definition} channels={channels} />
      )}
    </>
  )
}

interface LineProps {
  readonly node: Node
  readonly name: string
  readonly param: string
  readonly spec: ParamSpec
}

function Line({ node, name, param, spec }: LineProps) {
  const value = node.params[param] ?? spec.default
  const label = `${spec.label} of ${name}`
  const testId = `inspector-${param}`
  const set = (next: ParamValue) => setParam(node.id, param, next)
  if (spec.kind === 'toggle') {
    return (
      <div className="flex h-6 items-center justify-between" title={spec.doc}>
        <span className="text-xs text-soft">{spec.label}</span>
        <Toggle on={value === true} label={label} onChange={set} testId={testId} />
      </div>
    )
  }
  return (
    <div className="flex flex-col gap-1" title={spec.doc}>
      <span className="text-xs text-soft">{spec.label}</span>
      {spec.kind === 'choice' && (
        <Choice spec={spec} value={String(value)} label={label} onChange={set} testId={testId} />
      )}
      {spec.kind === 'file' && <FileParam asset={String(value)} testId={testId} />}
    </div>
  )
}
