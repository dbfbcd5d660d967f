import { memo } from 'react'
import type { ChoiceParam, Node, NodeDefinition } from '#shared/graph'
import { channelsOf, levelParam, numberSpec, setParam } from '../state'
import { Choice, classNames } from '../ui'
import { ClipSlot } from './clips'
import { ModulationInlets } from './knobs'
import { mainKnobs } from './main-knobs'
import { ParamKnob } from './ParamKnob'
import { Port } from './Port'
import { Readout } from './readouts'
import { SoundSlot } from './SoundSlot'

interface DeviceBodyProps {
  readonly node: Node
  readonly name: string
  readonly definition: NodeDefinition
  readonly dimmed: boolean
}

/**
 * The sockets, sound and main controls of a node. Sockets stand first, so that nodes in a row have their cables
 * in a line.
 */
export function DeviceBody({ node, name, definition, dimmed }: DeviceBodyProps) {
  const channels = channelsOf(definition)
  const file = Object.entries(definition.params).find(([, spec]) => spec.kind === 'file')
  const inputs = Object.entries(definition.inputs)
  const outputs = Object.entries(definition.outputs)
  return (
    <div className={classNames('pt-1.5 pb-2', dimmed && 'opacity-60')}>
      <div className="flex justify-between">
        <div className="min-w-0 flex-1">
          {inputs.map(([port, spec]) => {
            const channel = channels.find(item => item.port === port)
            const param = channel && levelParam(definition, channel)
            return (
              <Port key={port} node={node.id} name={name} port={port} spec={spec} side="inputs">
                {param !== undefined && (
                  <InlineKnob node={node} name={name} definition={definition} param={param} />
                )}
              </Port>
            )
          })}
        </div>
        <div className="min-w-0 flex-1">
          {outputs.map(([port, spec]) => (
            <Port key={port} node={node.id} name={name} port={port} spec={spec} side="outputs" />
          ))}
        </div>
      </div>
      {file !== undefined && (
        <SoundSlot node={node.id} param={file[0]} own={String(node.params[file[0]] ?? '')} />
      )}
      {definition.dsp.form === 'job' && (
        <ClipSlot node={node} name={name} definition={definition} />
      )}
      {definition.readouts !== undefined && (
        <div className="mx-2 mt-1.5">
          <Readout node={node.id} name={name} definition={definition} />
        </div>
      )}
      <FirstChoice node={node} name={name} definition={definition} />
      <div className="relative">
        {channels.length === 0 && <Knobs node={node} name={name} definition={definition} />}
        <ModulationInlets node={node} definition={definition} />
      </div>
    </div>
  )
}

type PartProps = Omit<DeviceBodyProps, 'dimmed'>

function Knobs({ node, name, definition }: PartProps) {
  const params = mainKnobs(definition)
  if (params.length === 0) return undefined
  return (
    <div className="flex justify-center px-1.5 pt-2">
      {params.map(param => (
        <InlineKnob
          key={param}
          node={node}
          name={name}
          definition={definition}
          param={param}
          full
        />
      ))}
    </div>
  )
}

function InlineKnob({
  node,
  name,
  definition,
  param,
  full = false,
}: PartProps & { readonly param: string; readonly full?: boolean }) {
  const spec = numberSpec(definition, param)
  if (spec === undefined) return undefined
  return (
    <ParamKnob
      node={node.id}
      name={name}
      param={param}
      spec={spec}
      value={Number(node.params[param] ?? spec.default)}
      automated={node.automation?.[param] !== undefined}
      bare={!full}
    />
  )
}

function FirstChoice({ node, name, definition }: PartProps) {
  const found = Object.entries(definition.params).find(([, spec]) => spec.kind === 'choice')
  if (found?.[1].kind !== 'choice') return undefined
  const [param, spec] = found
  const value = String(node.params[param] ?? spec.default)
  return <ParamChoice node={node.id} name={name} param={param} spec={spec} value={value} />
}

interface ParamChoiceProps {
  readonly node: string
  readonly name: string
  readonly param: string
  readonly spec: ChoiceParam
  readonly value: string
}

/** Stays as it is while the knobs beside it are turned. */
const ParamChoice = memo(function ParamChoice(props: ParamChoiceProps) {
  const { node, name, param, spec, value } = props
  return (
    <div className="device-choice px-2 pt-1.5">
      <Choice
        compact
        spec={spec}
        value={value}
        label={`${spec.label} of ${name}`}
        onChange={next => setParam(node, param, next)}
        testId={`param-${node}-${param}`}
      />
    </div>
  )
})
