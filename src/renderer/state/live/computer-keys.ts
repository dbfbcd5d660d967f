import { create } from 'zustand'
import { isTyping } from '../../kit'
import { holdLive } from './live-connection'
import { setMidiPrefs, useMidiPrefs } from './midi-prefs'
import { pressKey, releaseKey } from './play-keys'

/** The row of letters is the white keys from C on, the row above the black ones, wherever the letters are printed. */
const semitones: Readonly<Record<string, number>> = {
  KeyA: 0,
  KeyW: 1,
  KeyS: 2,
  KeyE: 3,
  KeyD: 4,
  KeyF: 5,
  KeyT: 6,
  KeyG: 7,
  KeyY: 8,
  KeyH: 9,
  KeyU: 10,
  KeyJ: 11,
  KeyK: 12,
  KeyO: 13,
  KeyL: 14,
  KeyP: 15,
  Semicolon: 16,
}

export const LOWEST_OCTAVE = 0
export const HIGHEST_OCTAVE = 8

/** Whether letters play notes; they are no shortcuts then. */
export const useComputerKeys = create<{ readonly on: boolean }>(() => ({ on: false }))

let listening: Disposable | undefined

export function setComputerKeys(on: boolean): void {
  if (on === useComputerKeys.getState().on) return
  listening?.[Symbol.dispose]()
  listening = on ? listen() : undefined
  useComputerKeys.setState({ on })
}

export function toggleComputerKeys(): void {
  setComputerKeys(!useComputerKeys.getState().on)
}

/** The octave that begins at the key of the letter A: 4 is that of middle C. */
export function shiftOctave(by: number): void {
  const { octave } = useMidiPrefs.getState()
  const next = Math.min(HIGHEST_OCTAVE, Math.max(LOWEST_OCTAVE, octave + by))
  setMidiPrefs({ octave: next })
}

function listen(): Disposable {
  const stop = new AbortController()
  const options = { signal: stop.signal, capture: true }
  /** Which key each letter holds: the octave may be another by the time it is let go of. */
  const down = new Map<string, number>()
  const live = holdLive()

  const press = (event: KeyboardEvent) => {
    const { code, target, repeat } = event
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(target)) return
    const semitone = semitones[code]
    if (semitone === undefined && code !== 'KeyZ' && code !== 'KeyX') return
    event.preventDefault()
    event.stopPropagation()
    if (repeat) return
    if (semitone === undefined) return shiftOctave(code === 'KeyZ' ? -1 : 1)
    const { octave, velocity } = useMidiPrefs.getState()
    const key = 12 * (octave + 1) + semitone
    if (key > 127) return
    down.set(code, key)
    pressKey(`code ${code}`, key, event.shiftKey ? 1 : velocity)
  }
  const release = ({ code }: KeyboardEvent) => {
    const key = down.get(code)
    if (key === undefined) return
    down.delete(code)
    releaseKey(`code ${code}`, key)
  }
  // A window that is left hears of no key that is let go of.
  const letGo = () => {
    for (const [code, key] of down) releaseKey(`code ${code}`, key)
    down.clear()
  }
  window.addEventListener('keydown', press, options)
  window.addEventListener('keyup', release, options)
  window.addEventListener('blur', letGo, options)
  return {
    [Symbol.dispose]() {
      letGo()
      stop.abort()
      live[Symbol.dispose]()
    },
  }
}
