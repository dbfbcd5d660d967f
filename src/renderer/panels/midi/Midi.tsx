import { Cable } from 'lucide-react'
import { setMidiPrefs, startMidi, stopMidi, useMidi, useMidiPrefs } from '../../state'
import { Button, EmptyState, SectionTitle, Toggle } from '../../ui'
import { Mappings } from './Mappings'
import { Monitor } from './Monitor'

const CHANNELS = Array.from({ length: 16 }, (_, index) => index + 1)

/** MIDI devices, what their controllers turn, and what they say. */
export function Midi() {
  const { state } = useMidi()
  if (state !== 'on') return <Off />
  return (
    <div
      data-testid="midi"
      className="grid h-full min-h-0 grid-cols-[minmax(200px,1fr)_minmax(240px,1.2fr)_minmax(240px,1.4fr)] divide-x divide-line"
    >
      <Devices />
      <Mappings />
      <Monitor />
    </div>
  )
}

const words = {
  off: 'Play by a MIDI keyboard, and turn parameters by its knobs. The browser asks once.',
  asking: 'Answer the question of the browser to go on.',
  refused:
    'The browser was not allowed to use MIDI. Allow it in the settings of this page, then try again.',
  missing: 'This browser has no Web MIDI. Chromium, Chrome, Edge and Firefox have it.',
} as const

function Off() {
  const { state } = useMidi()
  if (state === 'on') return undefined
  return (
    <EmptyState icon={Cable} title="MIDI is off">
      <p data-testid="midi-state">{words[state]}</p>
      {state !== 'missing' && (
        <Button
          look="primary"
          className="mt-2"
          disabled={state === 'asking'}
          data-testid="midi-on"
          onClick={() => void startMidi()}
        >
          Use MIDI devices
        </Button>
      )}
    </EmptyState>
  )
}

function Devices() {
  const { devices } = useMidi()
  const { off, channel, mpe, pickup } = useMidiPrefs()
  return (
    <section aria-label="MIDI devices" className="flex min-h-0 flex-col gap-2 overflow-y-auto p-3">
      <div className="flex items-center">
        <SectionTitle flush>Devices</SectionTitle>
        <span className="flex-1" />
        <Button className="h-6 px-2" onClick={stopMidi}>
          Turn off
        </Button>
      </div>
      {devices.length === 0 && (
        <p className="text-xs text-faint">None is plugged in. One that comes is heard at once.</p>
      )}
      {devices.map(({ id, name, connected }) => (
        <div key={id} className="flex items-center gap-2 text-sm">
          <Toggle
            on={!off.includes(name)}
            label={`Listen to ${name}`}
            onChange={on =>
              setMidiPrefs({ off: on ? off.filter(other => other !== name) : [...off, name] })
            }
          />
          <span className={connected ? 'truncate' : 'truncate text-faint'}>{name}</span>
          {!connected && <span className="text-xs text-faint">unplugged</span>}
        </div>
      ))}
      <label className="flex items-center justify-between gap-2 pt-1 text-xs text-soft">
        Channel
        <select
          value={channel}
          data-testid="midi-channel"
          className="h-6 rounded bg-control px-1 text-text"
          onChange={event => setMidiPrefs({ channel: Number(event.currentTarget.value) })}
        >
          <option value={0}>All</option>
          {CHANNELS.map(number => (
            <option key={number} value={number}>
              {number}
            </option>
          ))}
        </select>
      </label>
      <div className="flex items-center justify-between text-xs text-soft">
        MPE instrument
        <Toggle on={mpe} label="MPE instrument" onChange={on => setMidiPrefs({ mpe: on })} />
      </div>
      <div className="flex items-center justify-between text-xs text-soft">
        Knobs pick up where the parameter is
        <Toggle
          on={pickup}
          label="Soft takeover"
          testId="midi-pickup"
          onChange={on => setMidiPrefs({ pickup: on })}
        />
      </div>
    </section>
  )
}
