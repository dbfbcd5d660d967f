import { extname, resolve } from 'node:path'
import { err, fail, ok, type Result } from '#shared/kit'
import { nodeFiles, writeDurably, type FilePort } from '../kit'
import { writeProjectMidi } from './midi'
import { loadProjectFile } from './project-file'

export interface MidiFileExport {
  readonly project: string
  /** Where to write; ends in `.mid` or `.midi`. An old file is replaced. */
  readonly path: string
  readonly files?: FilePort
}

/** Writes the note clips of a project file to a MIDI file. */
export async function exportMidiFile({
  project,
  path,
  files = nodeFiles,
}: MidiFileExport): Promise<Result<{ readonly path: string; readonly notes: number }>> {
  if (!['.mid', '.midi'].includes(extname(path).toLowerCase())) {
    return err(fail('path-refused', 'A MIDI file’s name ends in .mid.'))
  }
  const file = await loadProjectFile(project)
  if (!file.ok) return file
  const midi = writeProjectMidi(file.value.document)
  if (midi.notes === 0) return err(fail('midi-empty', 'The project has no notes.'))
  const written = await writeDurably(resolve(path), midi.bytes, files)
  return written.ok ? ok({ path: resolve(path), notes: midi.notes }) : written
}
