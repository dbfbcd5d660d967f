import { memo } from 'react'
import type { NodeDefinition, PortSpec } from '#shared/graph'
import { showNodeDocs } from '../../state'
import { Button, portColor, SectionTitle } from '../../ui'

/** What goes in and out of a node, and what each port is for. */
export const Ports = memo(function Ports({ definition }: { readonly definition: NodeDefinition }) {
  const { inputs, outputs, type } = definition
  return (
    <section aria-label="Ports" className="border-t border-line pb-3">
      <SectionTitle
        aside={
          <Button
            look="quiet"
            className="h-6 px-2 text-xs"
            data-testid="inspector-docs"
            onClick={() => showNodeDocs(type)}
          >
            Read more
          </Button>
        }
      >
        Ports
      </SectionTitle>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 px-3 text-xs">
        <List title="in" ports={inputs} />
        <List title="out" ports={outputs} />
      </dl>
    </section>
  )
})

interface ListProps {
  readonly title: string
  readonly ports: Readonly<Record<string, PortSpec>>
}

function List({ title, ports }: ListProps) {
  return Object.entries(ports).map(([id, { kind, polarity, label, doc }]) => (
    <div key={`${title} ${id}`} className="contents">
      <dt className="flex max-w-28 items-center gap-1.5 self-start">
        <span
          aria-hidden
          className="size-2 shrink-0 rounded-full"
          style={{ background: portColor(kind) }}
        />
        <span className="truncate">{label ?? id}</span>
      </dt>
      <dd className="text-soft">
        <span className="text-faint">
          {polarity} {kind} {title}
        </span>
        {doc !== undefined && ` – ${doc}`}
      </dd>
    </div>
  ))
}
