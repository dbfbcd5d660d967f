import type { CapturedNote, LeftTake, RecordedSound } from '#shared/contract'
import { recordedNotesEdits } from '#shared/graph'
import { attempt, newId } from '../../kit'
import { idFor } from '../add-node'
import { client } from '../connection'
import { dispatch, projectHandle, projectNow, settled } from '../project'
import { armedTracks } from '../armed'
import { selectedNodes } from '../selection'
import { openClip, selectClips } from '../timeline'
import { toast, toastFailure } from '../toasts'
import { heardBy, NOTE_TRACK, noteTrackEdits } from './note-track'
import { takeEdits } from './take-edits'

/** Keeps what sounded in the last ten minutes as a clip: where it rolled in one go, there; else at the beginning. */
export async function keepHeard(): Promise<void> {
  const kept = await attempt(client().recordings.keep({ project: projectHandle() }))
  if (!kept.ok) return toastFailure(kept.error)
  const { frames, sampleRate } = kept.value.asset
  await putOnTrack(kept.value, 'Keep what was heard')
  toast({ tone: 'done', text: `Kept ${spoken(frames / sampleRate)} of what was heard.` })
}

/**
 * Keeps the notes that were played last, though nobody recorded: on the track that they were played to, the armed or
 * selected one, or a new one that plays what they played.
 */
export async function keepNotes(): Promise<void> {
  const captured = await attempt(client().live.captured({ project: projectHandle() }))
  if (!captured.ok) return toastFailure(captured.error)
  const last = captured.value.at(-1)
  if (last === undefined) {
    return toast({ tone: 'info', text: 'No notes were played in the last ten minutes.' })
  }
  const notes = captured.value.filter(({ take }) => take === last.take)
  const document = projectNow()
  const present = noteTrack(last)
  const track = present ?? idFor(NOTE_TRACK)
  const made = recordedNotesEdits(document, track, notes, newId)
  if (made === undefined) return
  const added =
    present === undefined ? noteTrackEdits(document, track, heardBy(document, last.node)) : []
  const counted = notes.length === 1 ? '1 note' : `${notes.length} notes`
  if (!dispatch(`Keep ${counted}`, [...added, ...made.edits])) return
  selectClips([made.clip])
  openClip(made.clip)
  const where = projectNow().graph.nodes[track]?.label
  const place =
    present === undefined ? 'a new track' : where === undefined ? 'its track' : `“${where}”`
  toast({ tone: 'done', text: `Kept ${counted} on ${place}.` })
}

function noteTrack({ node }: CapturedNote): string | undefined {
  const { nodes } = projectNow().graph
  return [...(node === undefined ? [] : [node]), ...armedTracks(), ...selectedNodes()].find(
    id => nodes[id]?.type === NOTE_TRACK,
  )
}

/** Takes that a crash left behind. */
export async function leftTakes(): Promise<readonly LeftTake[]> {
  const left = await attempt(client().recordings.left({ project: projectHandle() }))
  return left.ok ? left.value : []
}

export async function recoverTake(take: string): Promise<void> {
  const sound = await attempt(client().recordings.recover({ project: projectHandle(), take }))
  if (sound.ok) await putOnTrack(sound.value, 'Recover a recording')
  else toastFailure(sound.error)
}

async function putOnTrack(sound: RecordedSound, label: string): Promise<void> {
  await settled()
  const passes = [{ frame: 0, position: sound.position ?? 0 }]
  const { edits, clips } = takeEdits(projectNow(), sound, sound.node, passes)
  if (dispatch(label, edits)) selectClips(clips)
}

function spoken(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} seconds`
  return `${Math.round(seconds / 60)} minutes`
}
