import type { Beats } from '#shared/graph'
import { attempt } from '../../kit'
import {
  client,
  connection,
  insertSound,
  projectHandle,
  settled,
  toast,
  toastFailure,
} from '../../state'

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
    if (/\.midi?$/i.test(file.name)) {
      await importMidi(file)
      continue
    }
    if (!/\.(wav|wave|flac|mp3|ogg|oga|opus|aif|aiff|m4a)$/i.test(file.name)) {
      toast({ tone: 'failure', text: `${file.name}: drop sounds or MIDI files here.` })
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

async function importMidi(file: File): Promise<void> {
  const path = connection().pathOf(file)
  if (path === undefined) {
    return toast({
      tone: 'failure',
      text: `${file.name}: a browser does not tell where a file lies. Import it with “wireharp import-midi”, or in the desktop app.`,
    })
  }
  await settled()
  const imported = await attempt(client().project.importMidi({ project: projectHandle(), path }))
  if (!imported.ok) return toastFailure(imported.error)
  toast({
    tone: 'done',
    text: `${imported.value.notes} notes on ${imported.value.nodes.length} tracks.`,
  })
}
