import type { Edit } from './edits'
import { RAILS } from './group-view'
import type { Graph } from './project'

/**
 * What pulls cables out as they are seen while a group is open. One from the edge of the group to a port inside is no
 * cable of the document: with it the port goes that it stands for. What is plugged into that from outside stays.
 */
export function disconnectShown(
  graph: Pick<Graph, 'groups'>,
  scope: string | undefined,
  cables: readonly string[],
): Edit[] {
  const open = graph.groups[scope ?? '']
  const goes = (side: 'inputs' | 'outputs') =>
    new Set(
      cables.flatMap(id =>
        id.startsWith(`${RAILS[side]}/`) ? [id.slice(RAILS[side].length + 1)] : [],
      ),
    )
  const [inputs, outputs] = [goes('inputs'), goes('outputs')]
  const real = cables.filter(id => !id.startsWith('~'))
  const edits: Edit[] = real.length === 0 ? [] : [{ kind: 'disconnect', cables: real }]
  if (open === undefined || inputs.size + outputs.size === 0) return edits
  const ports = {
    inputs: open.ports.inputs.filter(({ id }) => !inputs.has(id)),
    outputs: open.ports.outputs.filter(({ id }) => !outputs.has(id)),
  }
  return [...edits, { kind: 'set-group', group: open.id, change: { ports } }]
}
