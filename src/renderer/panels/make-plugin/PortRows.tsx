import { ChevronDown, ChevronUp } from 'lucide-react'
import type { DraftPort } from '#shared/graph'
import { IconButton, TextField } from '../../ui'
import { moved } from './moved'

interface PortRowsProps {
  readonly title: string
  readonly ports: readonly DraftPort[]
  readonly onChange: (ports: readonly DraftPort[]) => void
}

/** Ports in their order, each with its name. */
export function PortRows({ title, ports, onChange }: PortRowsProps) {
  if (ports.length === 0) return undefined
  return (
    <section aria-label={title} className="flex min-w-0 flex-1 flex-col gap-1">
      <h3 className="text-xs font-semibold text-soft">{title}</h3>
      {ports.map((port, index) => (
        <div key={port.id} className="flex items-center gap-1">
          <TextField
            aria-label={`Name of ${title.toLowerCase()} ${index + 1}`}
            value={port.label}
            maxLength={40}
            className="h-6 text-xs"
            onChange={event => {
              const label = event.currentTarget.value
              onChange(ports.map(other => (other === port ? { ...port, label } : other)))
            }}
          />
          <IconButton
            icon={ChevronUp}
            label={`${port.label} up`}
            disabled={index === 0}
            onClick={() => onChange(moved(ports, index, -1))}
          />
          <IconButton
            icon={ChevronDown}
            label={`${port.label} down`}
            disabled={index === ports.length - 1}
            onClick={() => onChange(moved(ports, index, 1))}
          />
        </div>
      ))}
    </section>
  )
}
