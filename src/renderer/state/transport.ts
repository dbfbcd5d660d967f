import { create } from 'zustand'
import type { TransportState } from '#shared/contract'
import type { Seconds } from '#shared/kit'
import { attempt } from '../kit'
import { client } from './connection'
import { playback } from './playback'
import { projectHandle, projectNow, settled } from './project'
import { toastFailure } from './toasts'
import { watch } from './watch'

interface TransportStore extends TransportState {
  /** Whichever project is heard, shown or not; `playing` is about the one that is shown. */
  readonly sounding: string | undefined
  /** Where play begins next: moved by seeking while stopped. */
  readonly start: Seconds
}

export const useTransport = create<TransportStore>(() => ({
  playing: false,
  position: 0,
  epoch: 0,
  sampleRate: 48_000,
  start: 0,
  sounding: undefined,
}))

export function followTransport(): void {
  let fresh = true
  void watch(
    () => {
      fresh = true
      return client().transport.watch()
    },
    state => {
      // The answer to a call may overtake what happened before it; another shell counts anew.
      if (fresh || last === undefined || state.epoch >= last.epoch) take(state)
      fresh = false
    },
  )
}

let last: TransportState | undefined

function take(state: TransportState): void {
  last = state
  showTransport()
  playback().follow(state)
}

/** What the transport does for the project that is shown; to be called when it is another. */
export function showTransport(): void {
  if (last === undefined) return
  const { playing, project } = last
  const own = project === undefined || project === projectHandle()
  useTransport.setState({
    ...last,
    playing: playing && own,
    sounding: playing ? project : undefined,
  })
}

export async function play(
  from: Seconds = useTransport.getState().start,
  countIn = false,
): Promise<void> {
  const started = await playback().start(projectNow().sampleRate)
  if (!started.ok) return toastFailure(started.error)
  await settled()
  const state = await attempt(
    client().transport.play({ project: projectHandle(), from, ...(countIn && { countIn }) }),
  )
  if (state.ok) take(state.value)
  else toastFailure(state.error)
}

export async function stop(): Promise<void> {
  playback().silence()
  const state = await attempt(client().transport.stop())
  if (state.ok) take(state.value)
  else toastFailure(state.error)
}

export async function togglePlay(): Promise<void> {
  await (useTransport.getState().playing ? stop() : play())
}

/** Moves the playhead; play goes on from there, or begins there next. */
export async function seek(to: Seconds): Promise<void> {
  useTransport.setState({ start: to })
  if (!useTransport.getState().playing) return
  const state = await attempt(client().transport.seek({ to }))
  if (state.ok) take(state.value)
  else toastFailure(state.error)
}

/** Where the playhead is, to be read before every paint: what is heard, or where play begins. */
export function playheadNow(): Seconds {
  const { playing, start, sampleRate } = useTransport.getState()
  const heard = playback().position()
  return playing && heard !== undefined ? heard / sampleRate : start
}
