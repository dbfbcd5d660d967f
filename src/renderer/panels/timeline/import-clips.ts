import type { Beats } from '#shared/graph'
import { attempt } from '../../kit'
import {
  client,
import { AUDIO_TRACK, beatAfter, type Asset, type Beats, type Clip, type Edit } from '#shared/graph'
import { importFiles, kindOf } from '../../editor'
import { newId } from '../../kit'
import {
  addNode,
  canvasView,
  connection,
  insertSound,
  projectHandle,
  settled,
  projectNow,
  selectClips,
  toast,
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
/** A clip of a whole sound, on a track or on a new one. */
function addSound(
  asset: Asset,
  start: Beats,
  onto: string | undefined,
): { readonly end: Beats; readonly track: string } | undefined {
  const end = beatAfter(projectNow(), start, asset.frames / asset.sampleRate)
  const id = newId()
  const edits = (node: string): Edit[] => {
    const clip: Clip = {
      ...{ kind: 'audio', id, node, asset: asset.sha256, start, offset: 0 },
      length: Math.max(1 / 32, end - start),
    }
    return [
      { kind: 'add-asset', asset },
      { kind: 'add-clip', clip },
    ]
  }
  if (onto !== undefined) {
    if (!dispatch(`Add ${asset.name}`, edits(onto))) return undefined
    selectClips([id])
    return { end, track: onto }
  }
  const track = addNode(AUDIO_TRACK, { after: edits })
  if (track === undefined) return undefined
  selectClips([id])
  return { end, track }
}
