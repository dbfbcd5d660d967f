import type { NodeDefinition, NumberParam } from '#shared/graph'

/** The parameters of one input of a mixer: those whose ids end with the number of the input's. */
export interface Channel {
  readonly number: string
  readonly port: string
  readonly params: readonly string[]
}

/** A node's channels, where it has inputs with parameters of their own; else none. */
export function channelsOf(definition: NodeDefinition): readonly Channel[] {
  const channels = Object.keys(definition.inputs).flatMap(port => {
    const number = trailingNumber(port)
    if (number === undefined) return []
    const params = Object.keys(definition.params).filter(param => trailingNumber(param) === number)
    return params.length === 0 ? [] : [{ number, port, params }]
  })
  return channels.length > 1 ? channels : []
}

/** A channel's level, which has a knob beside its socket. */
export function levelParam(definition: NodeDefinition, channel: Channel): string | undefined {
  return (
    channel.params.find(param => numberSpec(definition, param)?.unit === 'dB') ?? channel.params[0]
  )
}

export function numberSpec(definition: NodeDefinition, param: string): NumberParam | undefined {
  const spec = definition.params[param]
  return spec?.kind === 'number' ? spec : undefined
}

function trailingNumber(id: string): string | undefined {
  return /\d+$/.exec(id)?.[0]
}
