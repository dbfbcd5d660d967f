import type { Command } from '../../commands'
import {
  keepHeard,
  keepNotes,
  setPrefs,
  silenceNotes,
  startLearning,
  startMidi,
  stopMidi,
  toggleComputerKeys,
  useComputerKeys,
  useMidi,
} from '../../state'

/** Playing by hand, and what becomes of it. */
export const playCommands: readonly Command[] = [
  tab('play.keyboard', 'Keyboard', 'keyboard', 'piano keys play'),
  tab('play.midi', 'MIDI', 'midi', 'devices controllers monitor'),
  tab('play.scopes', 'Scopes', 'scopes', 'meter spectrum analyser oscilloscope'),
  tab('play.record', 'Record an input', 'record', 'microphone line audio'),
  {
    id: 'play.computer-keys',
    title: 'Play with the computer keyboard',
    group: 'Play',
    keys: 'Shift+K',
    words: 'letters piano typing',
    checked: () => useComputerKeys.getState().on,
    run: toggleComputerKeys,
  },
  {
    id: 'play.keep-heard',
    title: 'Keep what was heard in the last ten minutes',
    group: 'Play',
    words: 'retroactive record capture buffer',
    run: keepHeard,
  },
  {
    id: 'play.keep-notes',
    title: 'Keep the notes that were played',
    group: 'Play',
    words: 'retroactive record capture midi',
    run: keepNotes,
  },
  {
    id: 'play.midi-devices',
    title: 'Use MIDI devices',
    group: 'Play',
    checked: () => useMidi.getState().state === 'on',
    run: () => (useMidi.getState().state === 'on' ? stopMidi() : startMidi()),
  },
  {
    id: 'play.midi-learn',
    title: 'Learn a MIDI controller',
    group: 'Play',
    when: () => useMidi.getState().state === 'on',
    words: 'map assign knob',
    run: () => {
      setPrefs({ dock: true, dockTab: 'midi' })
      startLearning()
    },
  },
  {
    id: 'play.silence',
    title: 'Stop all notes',
    group: 'Play',
    words: 'panic off',
    run: silenceNotes,
  },
]

function tab(id: string, title: string, dockTab: string, words: string): Command {
  return { id, title, group: 'Play', words, run: () => setPrefs({ dock: true, dockTab }) }
}
