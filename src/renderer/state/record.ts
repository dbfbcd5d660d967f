import { create } from 'zustand'
import { beatsAt, tempoMapOf } from '#shared/graph'
import { attempt } from '../kit'
import { client } from './connection'
import { projectHandle, projectNow } from './project'
import { armedTracks } from './armed'
import { armedAudioTrack, beginAudioTake, endAudioTake, useInput } from './recorder'
import { insertRecordedNotes } from './timeline'
import { toast, toastFailure } from './toasts'
import { play, stop, useTransport } from './transport'

interface Take {
  /** The beat where it began, and the moment, of `performance.now()`. */
  readonly from: number
  readonly at: number
}

/** Whether what is played by hand is put on the armed tracks when play stops. */
export const useRecording = create<{ readonly take: Take | undefined }>(() => ({ take: undefined }))

/** Begins to record on the armed tracks, after the count-in; while it records, stops. */
export async function record(): Promise<void> {
  if (useRecording.getState().take !== undefined) return await stop()
  const hears = useInput.getState().state === 'open' || armedAudioTrack() !== undefined
  if (armedTracks().length === 0 && !hears) {
    return toast({ tone: 'info', text: 'Arm a track first: the round button at its name.' })
  }
  if (hears && !(await beginAudioTake())) return
  if (useTransport.getState().playing) await stop()
  const { start } = useTransport.getState()
  const from = beatsAt(tempoMapOf(projectNow().transport), start)
  useRecording.setState({ take: { from, at: performance.now() } })
  await play(start, true)
  if (useTransport.getState().playing) return
  useRecording.setState({ take: undefined })
  await endAudioTake()
}

/** What was played goes on the tracks as soon as play stops, whoever stopped it. */
useTransport.subscribe((now, before) => {
  const { take } = useRecording.getState()
  if (take === undefined || now.playing || !before.playing) return
  useRecording.setState({ take: undefined })
  void keep(take)
  void endAudioTake()
})

async function keep({ from, at }: Take): Promise<void> {
  const answer = await attempt(client().live.captured({ project: projectHandle() }))
  if (!answer.ok) return toastFailure(answer.error)
  const longest = (performance.now() - at) / 1000 + 1
  const played = answer.value.filter(
    note => note.rolling && note.ago <= longest && note.start + note.length > from,
  )
  const { nodes } = projectNow().graph
  const tracks = armedTracks().filter(id => nodes[id]?.type === 'note-track/note-track')
  for (const track of tracks) {
    const own = played.filter(({ node }) => node === undefined || node === track)
    insertRecordedNotes(track, own)
  }
  if (tracks.length === 0 || played.length > 0) return
  toast({ tone: 'info', text: 'Nothing was played while it recorded.' })
}
