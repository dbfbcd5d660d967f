import { formatParam, type NodeDefinition, type ParamSpec } from '#shared/graph'
import { exitCodes, oneLine, type Io } from '../io'
import { openPlugins } from './places'

/** `wireharp nodes`: every node that can be made, for people as text, for programs as it is. */
export async function nodes(io: Io, { json }: { json?: boolean }): Promise<number> {
  await using plugins = openPlugins(io.env)
  const all = [...plugins.catalog.values()]
  if (json === true) io.out(JSON.stringify(all, undefined, 2))
  else io.out(all.map(describe).join('\n\n'))
  return exitCodes.done
}

function describe(node: NodeDefinition): string {
  const { type, label, description, inputs, outputs, params } = node
  const ports = (side: NodeDefinition['inputs']) =>
    Object.entries(side).map(([id, { kind }]) => `${id} (${kind})`)
  const lines = [
    ['in', ports(inputs)],
    ['out', ports(outputs)],
    ['params', Object.entries(params).map(([id, spec]) => `${id}: ${rangeOf(spec)}`)],
  ] as const
  return [
    oneLine(`${type}  ${label}. ${description}`),
    ...lines.flatMap(([title, items]) =>
      items.map((item, index) => `  ${(index === 0 ? title : '').padEnd(8)}${oneLine(item)}`),
    ),
  ].join('\n')
}

function rangeOf(spec: ParamSpec): string {
  const usual = `usually ${formatParam(spec, spec.default)}`
  switch (spec.kind) {
    case 'number':
      return `${formatParam(spec, spec.min)} to ${formatParam(spec, spec.max)}, ${usual}`
    case 'choice':
      return `${spec.options.map(option => option.id).join(' | ')}, ${usual}`
    case 'toggle':
      return `on or off, ${usual}`
    case 'file':
      return 'a sound of the project'
    case 'text':
      return 'words'
  }
}
