import type { Command } from '../../commands'
import { projectNow, setPrefs, usePrefs } from '../../state'
import { toggleMetronome } from './Metronome'
import { tapTempo } from './set-tempo'
import { typePlace } from './type-place'

export const tempoCommands: readonly Command[] = [
  {
    id: 'transport.metronome',
    title: 'Metronome',
    group: 'Transport',
    keys: 'K',
    words: 'click count',
    checked: () => projectNow().transport.metronome.enabled,
    run: toggleMetronome,
  },
  { id: 'transport.tap', title: 'Tap the tempo', group: 'Transport', keys: 'T', run: tapTempo },
  {
    id: 'transport.goto',
    title: 'Go to a bar or time…',
    group: 'Transport',
    keys: 'G',
    words: 'jump locate position playhead seek',
    run: () => typePlace(true),
  },
  {
    id: 'transport.clock',
    title: 'Bars and beats large',
    group: 'Transport',
    checked: () => usePrefs.getState().clock === 'bars',
    run: () => setPrefs({ clock: usePrefs.getState().clock === 'bars' ? 'time' : 'bars' }),
  },
]
