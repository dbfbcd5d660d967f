import { create } from 'zustand'
import type { Edit, Point } from '#shared/graph'
import { newId } from '../kit'
import {
  addNode,
  catalog,
  connection,
  dispatch,
  graphNow,
  onGrid,
  projectHandle,
  select,
} from '../state'
import { sortFiles } from './file-kinds'

/** A dropped file on its way into the project, or what became of it. */
export interface Import {
  readonly id: string
  readonly name: string
  readonly at: Point
  /** How much of it is there, 0 to 1. */
  readonly done?: number
  readonly failure?: string
}

export const useImports = create<{ readonly imports: readonly Import[] }>(() => ({ imports: [] }))

const PLAYER = 'player/player'
const SOUND = 'sound'
const STACK = 184

/** Takes dropped files in, one after another: each becomes a player, or the sound of the one it fell on. */
export async function importFiles(files: Iterable<File>, at: Point, onto?: string): Promise<void> {
  const { sounds, projects, others } = sortFiles(files)
  const place = { ...at }
  const next = () => {
    const now = onGrid(place)
    place.y += STACK
    return now
  }
  const queued = sounds.map(file => ({ file, item: note(file.name, next()) }))
  for (const file of projects) {
    refuse(
      file.name,
      next(),
      'Open projects with Ctrl+O: a dropped file would lose its audio folder.',
    )
  }
  for (const file of others) {
    refuse(file.name, next(), 'Not a sound that Wireharp reads. Drop WAV, FLAC, MP3 or OGG files.')
  }
  for (const [index, { file, item }] of queued.entries()) {
    await importSound(file, item, index === 0 ? onto : undefined)
  }
}

export function dismissImport(id: string): void {
  useImports.setState(({ imports }) => ({ imports: imports.filter(item => item.id !== id) }))
}

async function importSound(file: File, item: Import, onto: string | undefined): Promise<void> {
  const imported = await connection().importAudio(projectHandle(), file, done => {
    update(item.id, { done })
  })
  if (!imported.ok) return update(item.id, { failure: imported.error.message })
  dismissImport(item.id)
  const asset = imported.value
  const add: Edit = { kind: 'add-asset', asset }
  const param = onto === undefined ? undefined : soundParam(onto)
  if (onto !== undefined && param !== undefined) {
    const value = asset.sha256
    dispatch(`Play ${asset.name}`, [add, { kind: 'set-param', node: onto, param, value }])
    select([onto])
    return
  }
  addNode(PLAYER, { at: item.at, params: { [SOUND]: asset.sha256 }, before: [add] })
}

/** The parameter of a node that takes a sound. */
export function soundParam(node: string): string | undefined {
  const definition = catalog().get(graphNow().nodes[node]?.type ?? '')
  return Object.entries(definition?.params ?? {}).find(([, spec]) => spec.kind === 'file')?.[0]
}

function note(name: string, at: Point): Import {
  const item = { id: newId(), name, at }
  useImports.setState(({ imports }) => ({ imports: [...imports, item] }))
  return item
}

function refuse(name: string, at: Point, failure: string): void {
  update(note(name, at).id, { failure })
}

function update(id: string, change: Pick<Import, 'done' | 'failure'>): void {
  useImports.setState(({ imports }) => ({
    imports: imports.map(item => (item.id === id ? { ...item, ...change } : item)),
  }))
}
