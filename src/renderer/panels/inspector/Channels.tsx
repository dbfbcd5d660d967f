import type { Node, NodeDefinition } from '#shared/graph'
import { beginGesture, levelParam, numberSpec, type Channel } from '../../state'
import { Fader, Knob, SectionTitle, ValueField } from '../../ui'

interface ChannelsProps {
  readonly node: Node
  readonly name: string
  readonly definition: NodeDefinition
  readonly channels: readonly Channel[]
}

/** The channels of a mixer as strips: what else it has above, its fader below. */
export function Channels(props: ChannelsProps) {
  const { channels } = props
  return (
    <div className="pb-3">
      <SectionTitle>Channels</SectionTitle>
      <div className="grid grid-cols-4 gap-x-1 gap-y-4 px-3 pt-1">
        {channels.map(channel => (
          <Strip key={channel.number} {...props} channel={channel} />
        ))}
      </div>
    </div>
  )
}

function Strip({ node, name, definition, channel }: ChannelsProps & { readonly channel: Channel }) {
  const level = levelParam(definition, channel)
  return (
    <div className="flex min-w-0 flex-col items-center gap-1">
      {channel.params
        .filter(param => param !== level)
        .map(param => (
          <Part
            key={param}
            node={node}
            name={name}
            definition={definition}
            param={param}
            as="knob"
          />
        ))}
      {level !== undefined && (
        <Part node={node} name={name} definition={definition} param={level} as="fader" />
      )}
      <span className="text-2xs text-faint">{channel.number}</span>
    </div>
  )
}

interface PartProps extends Omit<ChannelsProps, 'channels'> {
  readonly param: string
  readonly as: 'knob' | 'fader'
}

function Part({ node, name, definition, param, as }: PartProps) {
  const spec = numberSpec(definition, param)
  if (spec === undefined) return undefined
  const control = {
    spec,
    value: Number(node.params[param] ?? spec.default),
    label: `${spec.label} of ${name}`,
    begin: () => beginGesture(node.id, param),
  }
  return as === 'knob' ? (
    <Knob {...control} size={28} testId={`inspector-${param}`} />
  ) : (
    <>
      <Fader {...control} testId={`inspector-${param}`} />
      <ValueField {...control} testId={`value-${param}`} />
    </>
  )
}
