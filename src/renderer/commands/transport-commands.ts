import { dispatch, projectNow, seek, stop, togglePlay, useTransport } from '../state'
import type { Command } from './command'

export const transportCommands: readonly Command[] = [
  {
    id: 'transport.play',
    title: () => (useTransport.getState().playing ? 'Stop' : 'Play'),
    group: 'Transport',
    keys: 'Space',
    onStrike: true,
    run: togglePlay,
  },
  {
    id: 'transport.stop',
    title: 'Stop playback',
    group: 'Transport',
    when: () => useTransport.getState().playing,
    run: stop,
  },
  {
    id: 'transport.start',
    title: 'Back to the start',
    group: 'Transport',
    keys: 'Home',
    words: 'rewind',
    run: () => seek(0),
  },
  {
    id: 'transport.loop',
    title: 'Loop',
    group: 'Transport',
    keys: 'L',
    words: 'cycle repeat',
    checked: () => projectNow().transport.loop.enabled,
    run: toggleLoop,
  },
]

function toggleLoop(): void {
  const { loop } = projectNow().transport
  const label = loop.enabled ? 'Loop off' : 'Loop on'
  dispatch(label, [
    { kind: 'set-transport', transport: { loop: { ...loop, enabled: !loop.enabled } } },
  ])
}
