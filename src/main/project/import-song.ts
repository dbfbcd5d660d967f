import { basename } from 'node:path'
import { nanoid } from 'nanoid'
import type { ImportedMidi } from '#shared/contract'
import { ok, type Result } from '#shared/kit'
import { midiEdits, type MidiSong } from './midi'
import type { ProjectSession } from './project-session'

/** Puts a song into an open project, as one step of its history. */
export function importSong(
  session: ProjectSession,
  song: MidiSong,
  { path, timeline }: { readonly path: string; readonly timeline: boolean | undefined },
): Result<ImportedMidi> {
  const made = midiEdits(session.document, song, { newId: () => nanoid(12), timeline })
  if (!made.ok) return made
  const { edits, ...report } = made.value
  const label = `Import ${basename(path)}`.slice(0, 200)
  const edited = session.edit(session.revision, { id: `t${nanoid()}`, label, edits })
  return edited.ok ? ok({ ...report, revision: edited.value.revision }) : edited
}
