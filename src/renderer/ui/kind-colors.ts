import type { ColorName, NodeSpec, PortKind } from '#shared/graph'

const ports = {
  audio: 'var(--audio)',
  control: 'var(--control-port)',
  notes: 'var(--notes)',
  data: 'var(--data)',
  clip: 'var(--clip)',
} as const satisfies Record<PortKind, string>

/** The colour of a port kind, of its sockets and cables. */
export function portColor(kind: PortKind | undefined): string {
  return kind === undefined ? 'var(--kind-node)' : ports[kind]
}

/** The colour of a kind of node. */
export function kindColor(kind: NodeSpec['kind'] | undefined): string {
  return `var(--kind-${kind ?? 'node'})`
}

/** A colour that the user gave to a node or a comment. */
export function markColor(color: ColorName): string {
  return `var(--mark-${color})`
}
