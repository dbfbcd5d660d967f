import { z } from 'zod'
import { err, fail, ok, type Result } from '../kit'
import { clipHostProblem } from './clip-host'
import { clipSchema, type Clip } from './clips'
import type { Edit } from './edits'
import type { NodeCatalog } from './node-spec'
import type { Project } from './project'
import type { Beats } from './time-base'

const HEAD = '{"wireharp":"clips"'
const MOST_LETTERS = 50_000_000

const textSchema = z.strictObject({
  wireharp: z.literal('clips'),
  version: z.literal(1),
  clips: z.array(clipSchema).min(1).max(10_000),
})

/** Clips as text for the clipboard; nothing where there are none. */
export function clipsToText({ clips }: Pick<Project, 'clips'>, ids: Iterable<string>) {
  const chosen = [...ids].flatMap(id => clips[id] ?? [])
  return chosen.length === 0
    ? undefined
    : JSON.stringify({ wireharp: 'clips', version: 1, clips: chosen })
}

/** Whether a text holds clips, as far as its beginning tells. */
export function isClipsText(text: string): boolean {
  return text.startsWith(HEAD)
}

export interface PastedClips {
  readonly edits: Edit[]
  readonly clips: readonly string[]
}

/**
 * Puts clips in so that the first begins at a beat: each on its own node where that takes it, else on `onto`. Sounds come
 * from this project, so clips of another project's sounds are left out.
 */
export function pasteClips(
  text: string,
  { project, catalog }: { readonly project: Project; readonly catalog: NodeCatalog },
  { at, onto, newId }: { at: Beats; onto: string | undefined; newId: () => string },
): Result<PastedClips> {
  const parsed = isClipsText(text) && text.length < MOST_LETTERS ? read(text) : undefined
  if (parsed === undefined) return err(fail('edit-invalid', 'The clipboard holds no clips.'))
  const first = Math.min(...parsed.map(clip => clip.start))
  const placed = parsed.flatMap((clip): Clip[] => {
    if (clip.kind === 'audio' && !Object.hasOwn(project.assets, clip.asset)) return []
    const moved = { ...clip, id: newId(), start: at + clip.start - first }
    const nodes = onto === undefined ? [clip.node] : [clip.node, onto]
    const node = nodes.find(
      id => clipHostProblem(project.graph, catalog, { ...moved, node: id }) === undefined,
    )
    return node === undefined ? [] : [{ ...moved, node }]
  })
  if (placed.length === 0) {
    return err(fail('clip-refused', 'No track here takes the clips of the clipboard.'))
  }
  return ok({
    edits: placed.map(clip => ({ kind: 'add-clip', clip })),
    clips: placed.map(clip => clip.id),
  })
}

function read(text: string): readonly Clip[] | undefined {
  try {
    return textSchema.safeParse(JSON.parse(text)).data?.clips
  } catch {
    return undefined
  }
}
