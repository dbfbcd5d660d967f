import { MAX_PRESET_LETTERS, type Beats } from '#shared/graph'
import { err, fail, ok, type Result } from '#shared/kit'
import { kindOf } from '../../editor'
import {
  connection,
  importPreset,
  insertSound,
  openProject,
  projectHandle,
  stillShown,
  takeDropped,
  toast,
} from '../../state'
import { addDropNote, clearDropNotes, settleDropNote, tellDropDone } from './drop-notes'

export interface DropPlace {
  readonly beat: Beats
  /** The audio track under the pointer, if any. */
  readonly track: string | undefined
  /** In pixels of the surface: there it is said what cannot be taken in. */
  readonly at: { readonly x: number; readonly y: number }
}

/** Takes files in, one behind the other from the place on. What cannot be taken in says so there, and changes nothing. */
export async function dropFiles(files: readonly File[], place: DropPlace): Promise<void> {
  clearDropNotes()
  const project = projectHandle()
  let { beat, track } = place
  if (files.length === 0) {
    const failure = fail('drop-unsupported', 'There is no sound and no MIDI file in it.')
    return settle(addDropNote('Folder', place.at), err(failure))
  }
  for (const file of files) {
    const note = addDropNote(file.name, place.at)
    const shown = stillShown(project)
    if (!shown.ok) {
      settle(note, shown)
      continue
    }
    if (kindOf(file) !== 'sound') {
      settle(note, await takeOther(file))
      continue
    }
    const imported = await connection().importAudio(project, file, done => tellDropDone(note, done))
    const still = stillShown(project)
    settle(note, still.ok ? imported : still)
    if (!imported.ok || !still.ok) continue
    const placed = insertSound(imported.value.asset, beat, track)
    if (placed === undefined) continue
    beat = placed.end
    track = placed.track
  }
}

function settle(
  note: string,
  taken: Result<void | { readonly warnings: readonly string[] }>,
): void {
  if (!taken.ok) return settleDropNote(note, [{ message: taken.error.message, tone: 'failure' }])
  const warnings = taken.value?.warnings ?? []
  settleDropNote(
    note,
    warnings.map(message => ({ message, tone: 'warning' })),
  )
}

async function takeOther(file: File): Promise<Result<void>> {
  switch (kindOf(file)) {
    case 'midi':
    case 'bundle':
    case 'package':
      return await takeDropped(file)
    case 'project': {
      const path = connection().pathOf(file)
      if (path === undefined) {
        const why = 'Dropped here it comes without its audio folder. Open it by its place.'
        return err(fail('drop-unsupported', why))
      }
      await openProject(path)
      return ok()
    }
    case 'preset': {
      if (file.size > MAX_PRESET_LETTERS) {
        return err(fail('file-too-large', `A preset has at most ${MAX_PRESET_LETTERS} bytes.`))
      }
      const taken = await importPreset(await file.text())
      if (!taken.ok) return taken
      toast({ tone: 'done', text: `${file.name} is among your presets.` })
      return ok()
    }
    case 'faust':
      return err(fail('drop-unsupported', 'A Faust program becomes a node: drop it on the canvas.'))
    case 'sound':
    case 'other':
      return err(fail('drop-unsupported', 'It is nothing that Wireharp reads.'))
  }
}
