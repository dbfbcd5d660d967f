import type { Beats } from '#shared/graph'
import { importFiles, kindOf } from '../../editor'
import { canvasView, connection, insertSound, projectHandle, toast } from '../../state'

export interface DropPlace {
  readonly beat: Beats
  /** The audio track under the pointer, if any. */
  readonly track: string | undefined
}

/** Takes files in, one behind the other from the place on. */
export async function dropFiles(files: readonly File[], { beat, track }: DropPlace): Promise<void> {
  let at = beat
  let onto = track
  for (const file of files) {
    if (kindOf(file) !== 'sound') {
      await importFiles([file], canvasView().center())
      continue
    }
    const imported = await connection().importAudio(projectHandle(), file, () => {})
    if (!imported.ok) {
      toast({ tone: 'failure', text: `${file.name}: ${imported.error.message}` })
      continue
    }
    for (const warning of imported.value.warnings) {
      toast({ tone: 'info', text: `${file.name}: ${warning}` })
    }
    const placed = insertSound(imported.value.asset, at, onto)
    if (placed === undefined) continue
    at = placed.end
    onto = placed.track
  }
}
