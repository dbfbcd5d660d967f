import { Handle, Position } from '@xyflow/react'
import { memo, type ReactNode } from 'react'
import type { PortSpec } from '#shared/graph'
import { classNames, portColor } from '../ui'
import { portKey, useConnecting, type Side } from './connecting'
import { portKind, portLabel } from './port-label'
import { usePortWired } from './wired-ports'

interface PortProps {
  readonly node: string
  readonly name: string
  readonly port: string
  readonly spec: PortSpec | undefined
  readonly side: Side
  readonly children?: ReactNode
}

/** A socket and its name. While a cable is dragged, those that it does not fit step back. */
export const Port = memo(function Port({ node, name, port, spec, side, children }: PortProps) {
  const wired = usePortWired(node, port, side)
  const fits = useConnecting(state => fitting(state, node, port, side))
  const label = portLabel(port, spec)
  const color = portColor(spec?.kind)
  const isInput = side === 'inputs'
  return (
    <div
      className={classNames(
        'relative flex h-5 items-center gap-1 text-2xs transition-opacity',
        isInput ? 'pl-3' : 'flex-row-reverse pr-3',
        fits === false && 'opacity-30',
      )}
      title={[`${label}: ${portKind(spec)}`, spec?.doc].filter(Boolean).join('\n')}
    >
      <Handle
        id={port}
        role="img"
        type={isInput ? 'target' : 'source'}
        position={isInput ? Position.Left : Position.Right}
        aria-label={`${isInput ? 'Input' : 'Output'} ${label} of ${name}, ${portKind(spec)}`}
        data-testid={`port-${node}-${port}-${isInput ? 'in' : 'out'}`}
        className={classNames('socket', wired && 'socket-wired', fits === true && 'socket-fits')}
        style={{ '--port': color }}
      />
      <span
        className="device-detail truncate"
        style={{ color: `color-mix(in oklab, ${color} 55%, var(--text))` }}
      >
        {label}
      </span>
      {children}
    </div>
  )
})

type Connecting = ReturnType<typeof useConnecting.getState>

/** Undefined while no cable is dragged, and for the port that it comes from. */
function fitting(state: Connecting, node: string, port: string, side: Side): boolean | undefined {
  const { from } = state
  if (from === undefined) return undefined
  if (from.node === node && from.port === port && state.side === side) return undefined
  return state.fits.has(portKey({ node, port }, side))
}
