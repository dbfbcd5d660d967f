import { nanoid } from 'nanoid'
import {
  beatsAt,
  recordedNotesEdits,
  tempoMapOf,
  type Asset,
  type Edit,
  type Node,
  type NodeResult,
  type Project,
} from '#shared/graph'
import { err, fail, ok, type Result } from '#shared/kit'
import type { LibraryService } from '../library'
import type { ProjectService } from '../project'
import type { Made } from './clip-work'

const LONGEST_NAME = 40

export interface PlaceParts {
  readonly projects: Pick<ProjectService, 'opened' | 'edit'>
  readonly library: Pick<LibraryService, 'importPath'>
}

/**
 * Gives a node what was made for it: the sounds come into the project, and one transaction puts them, and the notes, on the
 * node. Nothing happens where the node has gone meanwhile.
 */
export async function placeMade(
  { projects, library }: PlaceParts,
  project: string,
  node: string,
  made: Made,
  of: { readonly key: string; readonly by: string },
): Promise<Result<void>> {
  const call = { signal: new AbortController().signal }
  const sounds: [port: string, asset: Asset][] = []
  for (const [port, path] of Object.entries(made.clips)) {
    const imported = await library.importPath({ project, path }, call)
    if (!imported.ok) return imported
    sounds.push([port, imported.value.asset])
  }
  const opened = projects.opened(project)
  if (!opened.ok) return opened
  const { document, revision } = opened.value
  const present = document.graph.nodes[node]
  if (present === undefined) return err(fail('node-unknown', 'The node has gone meanwhile.'))
  const assets = sounds.map(([port, asset]) => [port, named(asset, present)] as const)
  const notes = notesEdits(document, present, made)
  const result: NodeResult = {
    key: of.key,
    by: (made.by ?? of.by).slice(0, 200),
    clips: Object.fromEntries(assets.map(([port, asset]) => [port, asset.sha256])),
    ...(notes.clips.length > 0 && { notes: notes.clips }),
    ...(made.spans !== undefined && {
      spans: made.spans.slice(0, 10_000).map(span => ({ ...span })),
    }),
    ...(made.seed !== undefined && { seed: made.seed }),
  }
  const edits: Edit[] = [
    ...assets.map(([, asset]): Edit => ({ kind: 'add-asset', asset })),
    ...notes.edits,
    { kind: 'set-result', node, result },
  ]
  const label = `Result of ${present.label ?? present.type.replace(/^.*\//, '')}`.slice(0, 200)
  const transaction = { id: `t${nanoid()}`, label, edits }
  const edited = await projects.edit({ project, base: revision, transaction }, call)
  return edited.ok ? ok() : edited
}

/** What was made of words is called by them: the name of its file says nothing to people. */
function named(asset: Asset, { params }: Node): Asset {
  const said = [params['prompt'], params['text']].find(words => typeof words === 'string')
  const words = (said ?? '').replaceAll(/[\p{Cc}\p{Cf}]|\s+/gu, ' ').trim()
  if (words === '') return asset
  const short = words.length > LONGEST_NAME ? `${words.slice(0, LONGEST_NAME - 1).trim()}…` : words
  return { ...asset, name: `${short}.wav` }
}

/** The notes as a clip from the beginning of the timeline, in place of those that the node had made before. */
function notesEdits(
  document: Project,
  { id, result }: Node,
  { notes }: Made,
): { readonly edits: Edit[]; readonly clips: string[] } {
  if (notes === undefined) return { edits: [], clips: [] }
  const old = (result?.notes ?? []).filter(clip => document.clips[clip]?.node === id)
  const map = tempoMapOf(document.transport)
  const played = notes.map(note => {
    const start = beatsAt(map, note.start)
    const length = beatsAt(map, note.start + note.length) - start
    return { start, length, key: note.key, velocity: note.velocity }
  })
  const made = recordedNotesEdits(document, id, played, () => nanoid(10).replace(/^[-_]/, 'n'))
  return {
    edits: [
      ...(old.length > 0 ? [{ kind: 'remove-clips' as const, clips: old }] : []),
      ...(made?.edits ?? []),
    ],
    clips: made === undefined ? [] : [made.clip],
  }
}
