import { create } from 'zustand'
import { readEmbeddedProject, type ByteReader } from '#shared/embedded'
import { MAX_PRESET_LETTERS, type Point } from '#shared/graph'
import { fail } from '#shared/kit'
import { newId } from '../kit'
import {
  addNode,
  applyPresetText,
  connection,
  importPreset,
  onGrid,
  openDialog,
  openEmbedded,
  openProject,
  placeSound,
  projectHandle,
  saveFaust,
  stillShown,
  takeDropped,
  toast,
  soundParam,
  type SoundPlace,
} from '../state'
import { kindOf } from './file-kinds'
import { insertPreset } from './insert-node'

/** A dropped file on its way into the project, or what became of it. */
export interface Import {
  readonly id: string
  readonly name: string
  readonly at: Point
  /** How much of it is there, 0 to 1. */
  readonly done?: number
  readonly outcome?: ImportOutcome
}

interface ImportAction {
  readonly label: string
  readonly run: () => void
}

/** What files were let go of over. */
export type DroppedOn = Pick<SoundPlace, 'node' | 'cable'>

/** `warning`: it was taken in, and its file has flaws all the same. `choice`: it is for the user to say. */
export interface ImportOutcome {
  readonly kind: 'failure' | 'warning' | 'choice'
  readonly messages: readonly string[]
  readonly actions: readonly ImportAction[]
}

export const useImports = create<{ readonly imports: readonly Import[] }>(() => ({ imports: [] }))

const STACK = 184
/** A note about a player stands beside it. */
const BESIDE = 264

/**
 * Takes dropped files in, one after another: sounds become players, or the sound of the one they fell on; what else
 * there is goes where it belongs. What cannot be taken in says so, and changes nothing.
 */
export async function importFiles(
  files: Iterable<File>,
  at: Point,
  on: DroppedOn = {},
): Promise<void> {
  const place = { ...at }
  const project = projectHandle()
  const queued = [...files].map(file => {
    const item = note(file.name, onGrid(place))
    place.y += STACK
    return { file, item }
  })
  for (const [index, { file, item }] of queued.entries()) {
    const under = index === 0 ? on : { cable: on.cable }
    if (isShown(project, item)) await importFile(file, item, under)
  }
}

async function importFile(file: File, item: Import, on: DroppedOn): Promise<void> {
  switch (kindOf(file)) {
    case 'sound':
      return await importDropped(file, item, on)
    case 'project':
      return await openDropped(file, item)
    case 'bundle':
    case 'midi':
    case 'package':
      return await importOther(file, item)
    case 'faust':
      return await importFaust(file, item)
    case 'preset':
      return await importPresetFile(file, item, on)
    case 'other': {
      const failure = fail('drop-unsupported', 'It is nothing that Wireharp reads.')
      return settle(item, 'failure', [failure.message])
    }
  }
}

async function importOther(file: File, item: Import): Promise<void> {
  const taken = await takeDropped(file)
  if (taken.ok) dismissImport(item.id)
  else settle(item, 'failure', [taken.error.message])
}

/** A Faust program becomes a plugin, and its node lies where it was dropped. */
async function importFaust(file: File, item: Import): Promise<void> {
  if (file.size > MAX_FAUST_LETTERS) {
    const failure = fail('file-too-large', 'A Faust program has at most 500 kB.')
    return settle(item, 'failure', [failure.message])
  }
  const project = projectHandle()
  const saved = await saveFaust(file.name, await file.text())
  if (!saved.ok) return settle(item, 'failure', [saved.error.message])
  if (!isShown(project, item)) return
  dismissImport(item.id)
  addNode(saved.value.type, { at: item.at })
}

/** Whether the project that a file was dropped on is still the one that is shown; says so where it is not. */
function isShown(project: string, item: Import): boolean {
  const shown = stillShown(project)
  if (!shown.ok) settle(item, 'failure', [shown.error.message])
  return shown.ok
}

const MAX_FAUST_LETTERS = 500_000

/** A preset goes into the node that it fell on, as a node of its own into a cable, else among the user's own. */
async function importPresetFile(
  file: File,
  item: Import,
  { node, cable }: DroppedOn,
): Promise<void> {
  if (file.size > MAX_PRESET_LETTERS) {
    const failure = fail('file-too-large', `A preset has at most ${MAX_PRESET_LETTERS} bytes.`)
    return settle(item, 'failure', [failure.message])
  }
  const project = projectHandle()
  const text = await file.text()
  if (!isShown(project, item)) return
  const taken =
    node !== undefined
      ? applyPresetText(node, text)
      : cable !== undefined
        ? insertPreset(text, item.at, cable)
        : await importPreset(text)
  if (!taken.ok) return settle(item, 'failure', [taken.error.message])
  dismissImport(item.id)
  if (node === undefined && cable === undefined) {
    toast({ tone: 'done', text: `${file.name} is among your presets.` })
  }
}

export function dismissImport(id: string): void {
  useImports.setState(({ imports }) => ({ imports: imports.filter(item => item.id !== id) }))
}

/** A project is opened from where it lies; a face that is not told the place says how to open it. */
async function openDropped(file: File, item: Import): Promise<void> {
  const path = connection().pathOf(file)
  if (path !== undefined) {
    dismissImport(item.id)
    return void (await openProject(path))
  }
  settle(
    item,
    'failure',
    ['Dropped here it comes without its audio folder. Open it by its place, or drop a bundle.'],
    [
      {
        label: 'Open…',
        run: () => {
          dismissImport(item.id)
          openDialog('open')
        },
      },
    ],
  )
}

/** A sound that carries its project can be either; one whose project is damaged is a sound. */
async function importDropped(file: File, item: Import, on: DroppedOn): Promise<void> {
  const embedded = await readEmbeddedProject(readerOf(file))
  const text = embedded.ok ? embedded.value : undefined
  const replaces = on.node !== undefined && soundParam(on.node) !== undefined
  if (text === undefined || replaces) {
    return await importSound(file, item, on, embedded.ok ? [] : [embedded.error.message])
  }
  const ask = ['The sound carries the project that it was exported from.']
  settle(item, 'choice', ask, [
    { label: 'Add the sound', run: () => void importSound(file, reopened(item), on, []) },
    {
      label: 'Open the project',
      run: () => {
        dismissImport(item.id)
        void openEmbedded(text, connection().pathOf(file))
      },
    },
  ])
}

function readerOf(file: File): ByteReader {
  return {
    size: file.size,
    read: async (position, length) =>
      new Uint8Array(await file.slice(position, position + length).arrayBuffer()),
  }
}

/** The same card, on its way again. */
function reopened(item: Import): Import {
  dismissImport(item.id)
  return note(item.name, item.at)
}

async function importSound(
  file: File,
  item: Import,
  on: DroppedOn,
  flaws: readonly string[],
): Promise<void> {
  const project = projectHandle()
  const imported = await connection().importAudio(project, file, done => update(item.id, { done }))
  if (!imported.ok) return settle(item, 'failure', [imported.error.message])
  if (!isShown(project, item)) return
  const { asset } = imported.value
  const warnings = [...imported.value.warnings, ...flaws]
  placeSound(asset, { at: item.at, ...on })
  if (warnings.length === 0) return dismissImport(item.id)
  update(item.id, { at: { x: item.at.x + BESIDE, y: item.at.y } })
  settle(item, 'warning', warnings)
}

function note(name: string, at: Point): Import {
  const item = { id: newId(), name, at }
  useImports.setState(({ imports }) => ({ imports: [...imports, item] }))
  return item
}

function settle(
  { id }: Import,
  kind: ImportOutcome['kind'],
  messages: readonly string[],
  actions: readonly ImportAction[] = [],
): void {
  update(id, { outcome: { kind, messages, actions } })
}

function update(id: string, change: Partial<Pick<Import, 'at' | 'done' | 'outcome'>>): void {
  useImports.setState(({ imports }) => ({
    imports: imports.map(item => (item.id === id ? { ...item, ...change } : item)),
  }))
}
