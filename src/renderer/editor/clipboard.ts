import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import { cableSchema, nodeSchema, type Edit, type Graph, type Point } from '#shared/graph'

const clipSchema = z.strictObject({
  wireharp: z.literal('graph'),
  version: z.literal(1),
  nodes: z.array(nodeSchema).min(1).max(10_000),
  cables: z.array(cableSchema).max(100_000),
})

/** Nodes and the cables between them, as text for the clipboard. */
export function copyText(graph: Graph, ids: Iterable<string>): string | undefined {
  const chosen = new Set(ids)
  const nodes = Object.values(graph.nodes).filter(node => chosen.has(node.id))
  if (nodes.length === 0) return undefined
  const cables = Object.values(graph.cables).filter(
    cable => chosen.has(cable.from.node) && chosen.has(cable.to.node),
  )
  return JSON.stringify({ wireharp: 'graph', version: 1, nodes, cables })
}

export interface PasteOptions {
  /** Top left corner of what is pasted. */
  readonly at: Point
  readonly nodeId: (type: string) => string
  readonly cableId: () => string
}

export interface Paste {
  readonly edits: Edit[]
  readonly nodes: readonly string[]
}

/** The edits that paste a text, with ids of their own; a failure where the text is not one of ours. */
export function pasteText(text: string, { at, nodeId, cableId }: PasteOptions): Result<Paste> {
  const clip = readClip(text)
  if (clip === undefined) return err(fail('edit-invalid', 'The clipboard holds no nodes.'))
  const ids = new Map(clip.nodes.map(node => [node.id, nodeId(node.type)]))
  const left = Math.min(...clip.nodes.map(node => node.position.x))
  const top = Math.min(...clip.nodes.map(node => node.position.y))
  const nodes = clip.nodes.map((node): Edit => ({
    kind: 'add-node',
    node: {
      ...node,
      id: ids.get(node.id) ?? node.id,
      position: { x: at.x + node.position.x - left, y: at.y + node.position.y - top },
    },
  }))
  const cables = clip.cables.flatMap(({ from, to, depth }): Edit[] => {
    const source = ids.get(from.node)
    const target = ids.get(to.node)
    if (source === undefined || target === undefined) return []
    const cable = {
      id: cableId(),
      from: { node: source, port: from.port },
      to: { node: target, port: to.port },
      ...(depth !== undefined && { depth }),
    }
    return [{ kind: 'connect', cable }]
  })
  return ok({ edits: [...nodes, ...cables], nodes: [...ids.values()] })
}

function readClip(text: string): z.infer<typeof clipSchema> | undefined {
  if (!text.startsWith('{"wireharp":"graph"')) return undefined
  try {
    return clipSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
