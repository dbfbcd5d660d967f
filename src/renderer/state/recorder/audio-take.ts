import { create } from 'zustand'
import { attempt, isConnectionLost, sleep } from '../../kit'
import { client } from '../connection'
import { dispatch, projectHandle, projectNow, settled } from '../project'
import { armedTracks } from '../armed'
import { selectClips } from '../timeline'
import { toast, toastFailure } from '../toasts'
import { inputLatency, onInput, openInput, useInput, useInputPrefs } from './input'
import { AUDIO_TRACK, takeEdits } from './take-edits'
import { TakePlacer } from './take-placer'

interface TakeState {
  readonly state: 'idle' | 'recording' | 'finishing'
  /** Seconds so far. */
  readonly seconds: number
}

/** The take that is recorded from the audio input. */
export const useAudioTake = create<TakeState>(() => ({ state: 'idle', seconds: 0 }))

/** A crash of anything but the system costs less than this and what is on its way. */
const PART_MS = 250
/** What waits for a shell that is away, in samples: some minutes. */
const MOST_WAITING = 48_000 * 600

interface Recording {
  readonly take: string
  readonly project: string
  readonly rate: number
  readonly track: string | undefined
  readonly placer: TakePlacer
  readonly input: Disposable
  parts: Float32Array<ArrayBuffer>[]
  waiting: number
  frames: number
  /** Parts on their way, one after the other. */
  sending: Promise<void>
  sentAt: number
  broken: boolean
}

let recording: Recording | undefined

/** The armed audio track, if any. */
export function armedAudioTrack(): string | undefined {
  const { nodes } = projectNow().graph
  return armedTracks().find(id => nodes[id]?.type === AUDIO_TRACK)
}

/** Begins a take: from now on what comes in is kept, from the moment at which the playhead moves. */
export async function beginAudioTake(): Promise<boolean> {
  if (recording !== undefined) return true
  if (useInput.getState().state !== 'open' && !(await openInput())) return false
  const rate = projectNow().sampleRate
  const { channels } = useInputPrefs.getState()
  const placer = new TakePlacer(inputLatency() * rate, rate, channels)
  const track = armedAudioTrack()
  const project = projectHandle()
  const begun = await attempt(
    client().recordings.begin({
      ...{ project, sampleRate: rate, channels: placer.channels },
      ...(track !== undefined && { node: track }),
    }),
  )
  if (!begun.ok) {
    toastFailure(begun.error)
    return false
  }
  const own: Recording = {
    ...{ take: begun.value.take, project, rate, track, placer },
    input: onInput(part => keep(own, placer.take(part))),
    ...{ parts: [], waiting: 0, frames: 0, sending: Promise.resolve(), sentAt: 0, broken: false },
  }
  recording = own
  useAudioTake.setState({ state: 'recording', seconds: 0 })
  return true
}

/** Ends it, and puts it on its track. */
export async function endAudioTake(): Promise<void> {
  const own = recording
  if (own === undefined) return
  // What was played to the last sound is still on its way in.
  await sleep(inputLatency() * 1000 + 100)
  own.input[Symbol.dispose]()
  recording = undefined
  useAudioTake.setState({ state: 'finishing' })
  send(own)
  await own.sending
  await land(own)
  useAudioTake.setState({ state: 'idle', seconds: 0 })
}

function keep(own: Recording, samples: Float32Array<ArrayBuffer>): void {
  if (samples.length === 0) return
  own.parts.push(samples)
  own.waiting += samples.length
  own.frames += samples.length / own.placer.channels
  useAudioTake.setState({ seconds: Math.floor(own.frames / own.rate) })
  if (performance.now() - own.sentAt >= PART_MS) send(own)
}

function send(own: Recording): void {
  if (own.parts.length === 0 || own.broken) return
  own.sentAt = performance.now()
  const parts = own.parts
  own.parts = []
  own.sending = own.sending.then(() => hand(own, parts))
}

/** A shell that is away for a while gets it when it is back. */
async function hand(own: Recording, parts: readonly Float32Array<ArrayBuffer>[]): Promise<void> {
  const samples = new File([...parts], 'part.f32')
  while (!own.broken) {
    const sent = await attempt(client().recordings.append({ take: own.take, samples }))
    if (sent.ok) {
      own.waiting -= samples.size / 4
      return
    }
    if (!isConnectionLost(sent.error) || own.waiting > MOST_WAITING) {
      own.broken = true
      toastFailure(sent.error)
    }
    await sleep(300)
  }
}

async function land({ take, placer, track, broken, frames, project }: Recording): Promise<void> {
  if (broken) return
  const { position } = placer
  if (position === undefined || frames === 0) {
    await attempt(client().recordings.cancel({ take }))
    return toast({ tone: 'info', text: 'Nothing was recorded.' })
  }
  const sound = await attempt(client().recordings.finish({ take, position }))
  if (!sound.ok) return toastFailure(sound.error)
  if (project !== projectHandle()) return
  await settled()
  const { edits, clips } = takeEdits(projectNow(), sound.value, track, placer.passes)
  if (dispatch('Record', edits)) selectClips(clips)
}
