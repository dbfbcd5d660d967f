import { z } from 'zod'
import type { JobInfo } from '#shared/contract'
import type { Edit, Node } from '#shared/graph'
import { attempt, newId } from '../kit'
import { idFor } from './add-node'
import { client } from './connection'
import { dispatch, graphNow, projectHandle } from './project'
import { soundParam } from './sound-param'
import { select } from './selection'
import { toast, toastFailure } from './toasts'

/** The nodes whose sounds are taken apart, by job: of this window and its projects. */
const asked = new Map<string, { readonly project: string; readonly node: string }>()

/** What a service that takes sounds apart has made. */
const servedSchema = z.object({ result: z.object({ stems: z.array(z.unknown()).min(1) }) })

/** How far below its sound a stem's player stands, in canvas pixels. */
const BELOW = 216

/** Begins to take the sound of a node apart. Its stems come beside it when they are there. */
export async function separateStems(node: string): Promise<void> {
  const param = soundParam(node)
  const asset = param === undefined ? undefined : graphNow().nodes[node]?.params[param]
  if (typeof asset !== 'string') {
    return toast({
      tone: 'info',
      text: 'Choose a node that plays a sound: its stems come from it.',
    })
  }
  const project = projectHandle()
  const begun = await attempt(client().stems.separate({ project, asset }))
  if (!begun.ok) return toastFailure(begun.error)
  const { id } = begun.value
  asked.set(id, { project, node })
  const job = await attempt(client().jobs.show({ job: id }))
  if (job.ok) await stemsEnded(job.value)
}

/** To be told of every job: what was asked for here comes into its project by itself. */
export async function stemsEnded(job: JobInfo): Promise<void> {
  const wish = asked.get(job.id)
  if (wish === undefined || (job.state !== 'completed' && job.state !== 'failed')) return
  asked.delete(job.id)
  if (job.state === 'completed' && wish.project === projectHandle()) {
    await bringStems(job.id, wish.node)
  }
}

export const hasStems = ({ kind, state, result }: JobInfo): boolean =>
  state === 'completed' &&
  (kind === 'stems/separate' ||
    (kind.startsWith('service/') && servedSchema.safeParse(result).success))

/**
 * Adds a player a stem, wired to where the sound of `source` goes; that one is muted, so that all sounds as before. Without
 * a source the players stand in the middle of the canvas.
 */
export async function bringStems(job: string, source?: string): Promise<void> {
  const brought = await attempt(client().stems.bring({ project: projectHandle(), job }))
  if (!brought.ok) return toastFailure(brought.error)
  const { nodes, cables } = graphNow()
  const node = source === undefined ? undefined : nodes[source]
  const param = source === undefined ? undefined : soundParam(source)
  const edits: Edit[] = []
  const made: string[] = []
  for (const [index, { name, asset }] of brought.value.entries()) {
    const id = idFor(node?.type ?? 'player/player')
    const player = playerOf(id, name, asset.sha256, index, node, param)
    edits.push({ kind: 'add-asset', asset }, { kind: 'add-node', node: player })
    for (const { from, to, depth } of Object.values(cables)) {
      if (from.node !== source || depth !== undefined) continue
      edits.push({ kind: 'connect', cable: { id: newId(), from: { ...from, node: id }, to } })
    }
    made.push(id)
  }
  if (source !== undefined) edits.push({ kind: 'set-nodes', nodes: { [source]: { muted: true } } })
  if (dispatch(`Add ${made.length} stems`, edits)) select(made)
}

function playerOf(
  id: string,
  name: string,
  sound: string,
  index: number,
  like: Node | undefined,
  param = 'sound',
): Node {
  const { x, y } = like?.position ?? { x: 0, y: 0 }
  return {
    id,
    type: like?.type ?? 'player/player',
    position: { x, y: y + (index + 1) * BELOW },
    label: name,
    params: { ...like?.params, [param]: sound },
    ...(like?.automation !== undefined && { automation: like.automation }),
    ...(like?.group !== undefined && { group: like.group }),
  }
}
