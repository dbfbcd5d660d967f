import type { PortSpec } from '#shared/graph'

/** What a port is called: its label, else its id made readable. */
export function portLabel(port: string, spec: Pick<PortSpec, 'label'> | undefined): string {
  return spec?.label ?? port.charAt(0).toUpperCase() + port.slice(1).replaceAll(/[-_]/g, ' ')
}

/** What goes through a port, in words: its kind, and of control signals the side of 0 that they lie on. */
export function portKind(spec: PortSpec | undefined): string {
  const kind = spec?.kind ?? 'unknown'
  return spec?.polarity === undefined ? kind : `${spec.polarity} ${kind}`
}
