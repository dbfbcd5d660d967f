import { Cable, GraduationCap, Trash2 } from 'lucide-react'
import { formatParam, toKnob, type MidiMapping } from '#shared/graph'
import {
  controllerName,
  removeMapping,
  setMidiPrefs,
  startLearning,
  startMidi,
  stopLearning,
  stopMidi,
  useAwaited,
  useCatalog,
  useDocument,
  useMidi,
  useMidiLearn,
  useMidiPrefs,
} from '../../state'
import { Button, EmptyState, IconButton, SectionTitle, Toggle } from '../../ui'
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

function Mappings() {
  const mappings = Object.values(useDocument(document => document.graph.midi))
  const { on, param } = useMidiLearn()
  return (
    <section aria-label="MIDI mappings" className="flex min-h-0 flex-col gap-2 overflow-y-auto p-3">
      <div className="flex items-center">
        <SectionTitle flush>Controllers</SectionTitle>
        <span className="flex-1" />
        <Button
          className="h-6 px-2"
          data-testid="midi-learn"
          aria-pressed={on}
          onClick={() => (on ? stopLearning() : startLearning())}
        >
          <GraduationCap size={12} aria-hidden />
          {on ? 'Stop learning' : 'Learn'}
        </Button>
      </div>
      {on && (
        <p role="status" data-testid="midi-learning" className="text-xs text-accent-text">
          {param === undefined ? (
            'Turn the parameter on the screen.'
          ) : (
            <>
              Now move a controller for <ParamName node={param.node} param={param.param} />.
            </>
          )}
        </p>
      )}
      {mappings.length === 0 && !on && (
        <p className="text-xs text-faint">
          None yet. Choose Learn, turn a parameter, then move a knob of your device.
        </p>
      )}
      <ul className="flex flex-col">
        {mappings.map(mapping => (
          <Mapping key={mapping.id} mapping={mapping} />
        ))}
      </ul>
    </section>
  )
}

function Mapping({ mapping }: { readonly mapping: MidiMapping }) {
  const { id, node, param, controller, channel, device } = mapping
  return (
    <li data-testid="midi-mapping" className="flex h-7 items-center gap-2 text-xs">
      <span className="min-w-0 flex-1 truncate">
        <ParamName node={node} param={param} />
      </span>
      <Awaited mapping={mapping} />
      <span
        className="max-w-40 truncate text-faint"
        title={`${device ?? 'Any device'}${channel === undefined ? '' : `, channel ${channel}`}`}
      >
        {controllerName(controller)}
      </span>
      <IconButton icon={Trash2} label="Remove the mapping" onClick={() => removeMapping(id)} />
    </li>
  )
}

/** How a controller is to be turned until its parameter follows. */
function Awaited({ mapping: { id, node: nodeId, param } }: { readonly mapping: MidiMapping }) {
  const place = useAwaited(({ places }) => places.get(id))
  const node = useDocument(document => document.graph.nodes[nodeId])
  const spec = useCatalog(state => state.nodes.get(node?.type ?? ''))?.params[param]
  if (place === undefined || spec?.kind !== 'number') return undefined
  const value = Number(node?.params[param] ?? spec.default)
  return (
    <span role="status" data-testid="midi-awaited" className="shrink-0 text-accent-text">
      Turn {toKnob(spec, value) > place ? 'up' : 'down'} to {formatParam(spec, value)}
    </span>
  )
}

function ParamName({ node: id, param }: { readonly node: string; readonly param: string }) {
  const node = useDocument(document => document.graph.nodes[id])
  const definition = useCatalog(state => state.nodes.get(node?.type ?? ''))
  const name = node?.label ?? definition?.label ?? 'A node that is gone'
  return (
    <>
      {name} · {definition?.params[param]?.label ?? param}
    </>
  )
}
