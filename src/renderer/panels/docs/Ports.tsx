import type { PortSpec } from '#shared/graph'
import { portColor } from '../../ui'

interface PortsProps {
  readonly title: string
  readonly ports: Readonly<Record<string, PortSpec>>
}

const kinds = {
  audio: 'sound',
  control: 'control signal',
  notes: 'notes',
  data: 'analysis data',
  clip: 'finished sound',
} as const

export function Ports({ title, ports }: PortsProps) {
  const entries = Object.entries(ports)
  if (entries.length === 0) return undefined
  return (
    <section>
      <h3 className="pb-1.5 text-xs font-semibold text-faint">{title}</h3>
      <dl className="grid grid-cols-[minmax(96px,auto)_1fr] gap-x-4 gap-y-1.5 text-xs">
        {entries.map(([id, { kind, polarity, label, doc }]) => (
          <div key={id} className="contents">
            <dt className="flex items-center gap-2">
              <span
                aria-hidden
                className="size-2 rounded-full"
                style={{ background: portColor(kind) }}
              />
              {label ?? id}
            </dt>
            <dd className="text-soft">
              {doc ?? sentence(kinds[kind])}
              {polarity !== undefined && ` ${sentence(polarity)}`}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
