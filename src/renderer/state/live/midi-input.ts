import { create } from 'zustand'
import { playback } from '../playback'
import { playLive, heardNow, holdLive } from './live-connection'
import { showHeld } from './held-keys'
import { learn } from './midi-learn'
import { moveMapped } from './midi-mapping'
import { setMidiPrefs, useMidiPrefs } from './midi-prefs'

export interface MidiDevice {
  readonly id: string
  readonly name: string
  readonly connected: boolean
}

export interface MidiLine {
  readonly number: number
  readonly device: string
  readonly bytes: readonly number[]
  /** Seconds since the page was opened. */
  readonly at: number
}

interface MidiState {
  /** `refused`: the browser was not allowed to; `missing`: it cannot. */
  readonly state: 'off' | 'asking' | 'on' | 'refused' | 'missing'
  readonly devices: readonly MidiDevice[]
}

export const useMidi = create<MidiState>(() => ({ state: 'off', devices: [] }))

/** The last messages, the newest first: read by the monitor while it is open. */
export const midiLog: MidiLine[] = []
const MOST_LINES = 200
let lines = 0

const CONTROLLER = 0xb
const NOTE_OFF = 0x8
const NOTE_ON = 0x9
/** Controllers that are no knobs: the pedal, and those from 120 on, which are commands. */
const isKnob = (controller: number) => controller !== 64 && controller < 120

let access: MIDIAccess | undefined
let held: Disposable | undefined
let hearing: AbortController | undefined

/** Asks for MIDI; later devices that are plugged in are heard at once. */
export async function startMidi(): Promise<void> {
  if (!('requestMIDIAccess' in navigator)) return useMidi.setState({ state: 'missing' })
  if (access !== undefined) return listen(access)
  useMidi.setState({ state: 'asking' })
  try {
    access = await navigator.requestMIDIAccess({ sysex: false })
  } catch {
    return useMidi.setState({ state: 'refused' })
  }
  setMidiPrefs({ wanted: true })
  const granted = access
  granted.addEventListener('statechange', () => {
    if (useMidi.getState().state === 'on') listen(granted)
  })
  listen(granted)
}

export function stopMidi(): void {
  setMidiPrefs({ wanted: false })
  hearing?.abort()
  held?.[Symbol.dispose]()
  held = undefined
  useMidi.setState({ state: 'off', devices: [] })
}

/** What was on at the last start is on again, where the browser need not ask. */
export async function resumeMidi(): Promise<void> {
  if (!useMidiPrefs.getState().wanted) return
  const { state } = await navigator.permissions.query({ name: 'midi' })
  if (state === 'granted') await startMidi()
}

function listen({ inputs }: MIDIAccess): void {
  hearing?.abort()
  hearing = new AbortController()
  const devices = [...inputs.values()].map(({ id, name, state }) => ({
    id,
    name: name ?? 'MIDI device',
    connected: state === 'connected',
  }))
  for (const input of inputs.values()) {
    const device = input.name ?? 'MIDI device'
    const take = ({ data, timeStamp }: MIDIMessageEvent) => {
      if (data !== null) takeMidi(device, [...data], timeStamp)
    }
    input.addEventListener('midimessage', take, { signal: hearing.signal })
  }
  if (devices.some(({ connected }) => connected)) held ??= holdLive()
  else {
    held?.[Symbol.dispose]()
    held = undefined
  }
  useMidi.setState({ state: 'on', devices })
}

/** A message of a device: learnt, or for a parameter, or played. */
export function takeMidi(device: string, bytes: readonly number[], timeStamp: number): void {
  const [status = 0, first = 0, second = 0] = bytes
  // Clocks and active sensing come all the time and mean nothing here.
  if (status >= 0xf0) return
  const { off, channel: wanted } = useMidiPrefs.getState()
  const channel = (status & 0xf) + 1
  midiLog.unshift({ number: ++lines, device, bytes, at: timeStamp / 1000 })
  midiLog.length = Math.min(midiLog.length, MOST_LINES)
  if (off.includes(device) || (wanted !== 0 && wanted !== channel)) return
  const kind = status >>> 4
  if (kind === CONTROLLER && isKnob(first)) {
    const moved = { device, channel, controller: first, value: second / 127 }
    if (learn(moved) || moveMapped(moved, performance.now())) return
  }
  if (kind === NOTE_ON && second > 0) playback().keyPressed()
  if (kind === NOTE_ON || kind === NOTE_OFF) {
    showHeld(`midi ${channel} ${first}`, kind === NOTE_ON && second > 0 ? first : undefined)
  }
  playLive({ kind: 'midi', bytes: bytes.slice(0, 3), at: Math.max(0, timeStamp), ...heardNow() })
}
