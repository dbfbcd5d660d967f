import type { PortSpec } from '#shared/graph'

/** What a port is called: its label, else its id made readable. */
export function portLabel(port: string, spec: Pick<PortSpec, 'label'> | undefined): string {
  return spec?.label ?? port.charAt(0).toUpperCase() + port.slice(1).replaceAll(/[-_]/g, ' ')
}
