import type { LeftTake, RecordedSound } from '#shared/contract'
import { attempt } from '../../kit'
import { addNode } from '../add-node'
import { client } from '../connection'
import { dispatch, projectHandle, projectNow, settled } from '../project'
import { armedTracks } from '../armed'
import { insertRecordedNotes, selectClips } from '../timeline'
import { toast, toastFailure } from '../toasts'
import { takeEdits } from './take-edits'

const NOTE_TRACK = 'note-track/note-track'

/** Keeps what sounded in the last ten minutes as a clip: where it rolled in one go, there; else at the beginning. */
export async function keepHeard(): Promise<void> {
  const kept = await attempt(client().recordings.keep({ project: projectHandle() }))
  if (!kept.ok) return toastFailure(kept.error)
  const { frames, sampleRate } = kept.value.asset
  await putOnTrack(kept.value, 'Keep what was heard')
  toast({ tone: 'done', text: `Kept ${spoken(frames / sampleRate)} of what was heard.` })
}

/** Keeps the notes that were played last, though nobody recorded: on the armed or selected note track, or a new one. */
export async function keepNotes(): Promise<void> {
  const captured = await attempt(client().live.captured({ project: projectHandle() }))
  if (!captured.ok) return toastFailure(captured.error)
  const last = captured.value.at(-1)
  if (last === undefined) {
    return toast({ tone: 'info', text: 'No notes were played in the last ten minutes.' })
  }
  const notes = captured.value.filter(({ take }) => take === last.take)
  const track = noteTrack()
  if (track !== undefined) insertRecordedNotes(track, notes)
}

function noteTrack(): string | undefined {
  const { nodes } = projectNow().graph
  const isTrack = (id: string) => nodes[id]?.type === NOTE_TRACK
  return armedTracks().find(isTrack) ?? Object.keys(nodes).find(isTrack) ?? addNode(NOTE_TRACK)
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
