import { nanoid } from 'nanoid'
import { applyTransaction, type NodeCatalog } from '#shared/graph'
import { canonicalJson, ok, type Result } from '#shared/kit'
import { nodeFiles, writeDurably, type FilePort } from '../kit'
import { loadMidi, midiEdits } from './midi'
import { loadProjectFile } from './project-file'
import { takeLock } from './project-lock'

export interface MidiFileImport {
  /** The project file, which is not open. */
  readonly project: string
  /** The MIDI file. */
  readonly path: string
  readonly catalog: NodeCatalog
  readonly files?: FilePort
}

export interface MidiFileReport {
  readonly path: string
  /** Ids of the nodes that were made. */
  readonly nodes: readonly string[]
  readonly notes: number
  /** Whether tempo, signatures and markers are now those of the MIDI file. */
  readonly timeline: boolean
}

/** Adds a MIDI file to a project file: all of it, or nothing. */
export async function importMidiFile({
  project,
  path,
  catalog,
  files = nodeFiles,
}: MidiFileImport): Promise<Result<MidiFileReport>> {
  const found = await loadProjectFile(project)
  if (!found.ok) return found
  const song = await loadMidi(path)
  if (!song.ok) return song
  const lock = await takeLock(found.value.path, files)
  if (!lock.ok) return lock
  await using _held = lock.value
  // Read again: it may have been saved before the lock was there.
  const file = await loadProjectFile(project)
  if (!file.ok) return file
  const { document } = file.value
  const made = midiEdits(document, song.value, { newId: () => nanoid(12) })
  if (!made.ok) return made
  const { edits, ...report } = made.value
  const applied = applyTransaction(document, { edits }, catalog)
  if (!applied.ok) return applied
  const text = canonicalJson(applied.value.project)
  const written = await writeDurably(file.value.path, text, files)
  return written.ok ? ok({ path: file.value.path, ...report }) : written
}
