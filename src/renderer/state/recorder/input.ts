import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { Seconds } from '#shared/kit'
import { playback, type InputFacts, type InputPart } from '../playback'
import { projectNow } from '../project'
import { toastFailure } from '../toasts'
import type { InputChannels } from './take-placer'

/** How this computer records; nothing of it is the project's. */
interface InputPrefs {
  readonly device: string | undefined
  readonly channels: InputChannels
  /** Milliseconds by which takes come later than the browser says: measured by ear or by a loop of cable. */
  readonly offset: number
}

export const useInputPrefs = create<InputPrefs>()(
  persist((): InputPrefs => ({ device: undefined, channels: 'left', offset: 0 }), {
    name: 'wireharp.input',
    version: 1,
  }),
)

interface InputState {
  readonly state: 'closed' | 'opening' | 'open'
  readonly facts: InputFacts | undefined
  readonly devices: readonly { readonly id: string; readonly name: string }[]
  /** Off whenever the input is opened: it may feed back. */
  readonly monitoring: boolean
}

export const useInput = create<InputState>(() => ({
  state: 'closed',
  facts: undefined,
  devices: [],
  monitoring: false,
}))

const EVERY_MS = 50

/** Highest sample of each channel since somebody asked. */
const peaks = new Float32Array(2)
const hearers = new Set<(part: InputPart) => void>()
let polling: ReturnType<typeof setInterval> | undefined

/** Opens the input with the present settings; where it is open, anew. Answers whether it is. */
export async function openInput(): Promise<boolean> {
  useInput.setState({ state: 'opening', monitoring: false })
  const started = await playback().start(projectNow().sampleRate)
  const { device } = useInputPrefs.getState()
  const opened = started.ok
    ? await playback().openInput({ monitor: false, ...(device !== undefined && { device }) })
    : started
  if (!opened.ok) {
    useInput.setState({ state: 'closed', facts: undefined })
    toastFailure(opened.error)
    return false
  }
  polling ??= setInterval(poll, EVERY_MS)
  useInput.setState({ state: 'open', facts: opened.value })
  await listDevices()
  return true
}

export function closeInput(): void {
  clearInterval(polling)
  polling = undefined
  playback().closeInput()
  useInput.setState({ state: 'closed', facts: undefined, monitoring: false })
}

export async function setInput(prefs: Partial<InputPrefs>): Promise<void> {
  useInputPrefs.setState(prefs)
  if ('device' in prefs && useInput.getState().state === 'open') await openInput()
}

export function setMonitoring(monitoring: boolean): void {
  playback().monitorInput(monitoring)
  useInput.setState({ monitoring })
}

/** Hears all that comes in while the input is open. */
export function onInput(hear: (part: InputPart) => void): Disposable {
  hearers.add(hear)
  return { [Symbol.dispose]: () => void hearers.delete(hear) }
}

export function takeInputPeaks(): readonly [left: number, right: number] {
  const taken = [peaks[0] ?? 0, peaks[1] ?? 0] as const
  peaks.fill(0)
  return taken
}

/** By how much what is recorded is later than what it was played to. */
export function inputLatency(): Seconds {
  const { facts } = useInput.getState()
  return Math.max(0, (facts?.latency ?? 0) + useInputPrefs.getState().offset / 1000)
}

function poll(): void {
  const part = playback().takeInput()
  if (part === undefined) return
  for (let index = 0; index < part.samples.length; index++) {
    const channel = index % 2
    peaks[channel] = Math.max(peaks[channel] ?? 0, Math.abs(part.samples[index] ?? 0))
  }
  for (const hear of hearers) hear(part)
}

async function listDevices(): Promise<void> {
  const all = await navigator.mediaDevices.enumerateDevices()
  const devices = all.flatMap(({ kind, deviceId, label }) =>
    kind === 'audioinput' ? [{ id: deviceId, name: label || 'Audio input' }] : [],
  )
  useInput.setState({ devices })
}
