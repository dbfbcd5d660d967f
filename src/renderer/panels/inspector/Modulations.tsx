import { X } from 'lucide-react'
import type { Cable, Node, NodeDefinition, NumberParam } from '#shared/graph'
import {
  beginDepth,
  endName,
  numberSpec,
  removeModulation,
  select,
  useDocument,
  useModulations,
} from '../../state'
import { depthSpec, IconButton, SectionTitle, ValueField } from '../../ui'

interface ModulationsProps {
  readonly node: Node
  readonly definition: NodeDefinition
}

/** What turns the node's parameters: each signal, which way and how far. */
export function Modulations({ node, definition }: ModulationsProps) {
  const any = useDocument(document =>
    Object.values(document.graph.cables).some(
      ({ to, depth }) => to.node === node.id && depth !== undefined,
    ),
  )
  if (!any) return undefined
  return (
    <section aria-label="Modulation" className="border-t border-line pb-3">
      <SectionTitle>Modulation</SectionTitle>
      <ul className="flex flex-col gap-1 px-3">
        {Object.keys(definition.params).map(param => {
          const spec = numberSpec(definition, param)
          return spec && <OfParam key={param} node={node.id} param={param} spec={spec} />
        })}
      </ul>
    </section>
  )
}

interface OfParamProps {
  readonly node: string
  readonly param: string
  readonly spec: NumberParam
}

function OfParam({ node, param, spec }: OfParamProps) {
  const cables = useModulations(node, param)
  return cables.map((cable, index) => (
    <Source key={cable.id} cable={cable} spec={spec} testId={`${param}-${index}`} />
  ))
}

interface SourceProps {
  readonly cable: Cable
  readonly spec: NumberParam
  readonly testId: string
}

function Source({ cable, spec, testId }: SourceProps) {
  const depth = cable.depth ?? 0
  const name = endName(cable.from)
  const begin = () => {
    const gesture = beginDepth(cable.id)
    return {
      change: (percent: number) => gesture.change(percent / 100),
      [Symbol.dispose]: () => gesture[Symbol.dispose](),
    }
  }
  return (
    <li
      data-testid={`modulation-${testId}`}
      className="flex h-6 items-center gap-1.5 rounded-sm bg-well pl-2 text-xs"
    >
      <span aria-hidden className="size-1.5 shrink-0 rounded-full bg-[var(--control-port)]" />
      <button
        type="button"
        className="min-w-0 truncate text-text hover:underline"
        title={`Select ${name}`}
        onClick={() => select([cable.from.node])}
      >
        {name}
      </button>
      <span className="min-w-0 flex-1 truncate text-soft" title={words(depth, spec)}>
        <span className="sr-only">turns </span>
        <span aria-hidden>{depth < 0 ? '↓ ' : '↑ '}</span>
        {spec.label}
      </span>
      <span className="w-14 shrink-0">
        <ValueField
          spec={depthSpec}
          value={depth * 100}
          label={`Depth of ${name} on ${spec.label}`}
          begin={begin}
          testId={`depth-${testId}`}
        />
      </span>
      <IconButton
        icon={X}
        label={`Unwire ${name} from ${spec.label}`}
        size="small"
        onClick={() => removeModulation(cable)}
      />
    </li>
  )
}

function words(depth: number, { label }: NumberParam): string {
  return depth < 0
    ? `A rising signal turns ${label} down; a falling one turns it up.`
    : `A rising signal turns ${label} up; a falling one turns it down.`
}
