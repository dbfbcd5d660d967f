import { ArrowLeftRight, GraduationCap, Trash2 } from 'lucide-react'
import { formatParam, fromKnob, toKnob, type MidiMapping, type ParamSpec } from '#shared/graph'
import {
  controllerAt,
  controllerName,
  knobAt,
  rangeOf,
  removeMapping,
  setMappingRange,
  startLearning,
  stopLearning,
  useAwaited,
  useCatalog,
  useDocument,
  useMidiLearn,
} from '../../state'
import { Button, IconButton, SectionTitle, ValueField } from '../../ui'

/** What controllers turn, from where to where, and how another is learnt. */
export function Mappings() {
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
  const { from, to } = rangeOf(mapping)
  return (
    <li data-testid="midi-mapping" className="border-b border-line py-1 text-xs last:border-b-0">
      <div className="flex h-6 items-center gap-2">
        <span className="min-w-0 flex-1 truncate">
          <ParamName node={node} param={param} />
        </span>
        <span
          className="max-w-40 shrink-0 truncate text-faint"
          title={`${device ?? 'Any device'}${channel === undefined ? '' : `, channel ${channel}`}`}
        >
          {controllerName(controller)}
        </span>
        <IconButton icon={Trash2} label="Remove the mapping" onClick={() => removeMapping(id)} />
      </div>
      <div className="flex h-6 items-center gap-2">
        <Range mapping={mapping} />
        <span className="flex-1" />
        <Awaited mapping={mapping} />
        <IconButton
          icon={ArrowLeftRight}
          label="Turn the controller round"
          onClick={() => setMappingRange(mapping, { from: to, to: from })}
        />
      </div>
    </li>
  )
}

/** From where to where the controller turns its parameter. */
function Range({ mapping }: { readonly mapping: MidiMapping }) {
  const spec = useMappedSpec(mapping)
  if (spec?.kind !== 'number') return undefined
  const range = rangeOf(mapping)
  const field = (end: 'from' | 'to', label: string) => (
    <span className="w-16 shrink-0">
      <ValueField
        spec={spec}
        value={fromKnob(spec, range[end])}
        label={label}
        testId={`midi-${end}`}
        begin={() => ({
          change: value => setMappingRange(mapping, { [end]: toKnob(spec, value) }),
          [Symbol.dispose]: () => {},
        })}
      />
    </span>
  )
  return (
    <>
      {field('from', 'With the controller down')}
      <span aria-hidden className="text-faint">
        –
      </span>
      {field('to', 'With the controller up')}
    </>
  )
}

/** How a controller is to be turned until its parameter follows. */
function Awaited({ mapping }: { readonly mapping: MidiMapping }) {
  const { id, node: nodeId, param } = mapping
  const place = useAwaited(({ places }) => places.get(id))
  const node = useDocument(document => document.graph.nodes[nodeId])
  const spec = useMappedSpec(mapping)
  if (place === undefined || spec?.kind !== 'number') return undefined
  const value = Number(node?.params[param] ?? spec.default)
  const goal = controllerAt(mapping, toKnob(spec, value), place)
  return (
    <span role="status" data-testid="midi-awaited" className="min-w-0 truncate text-accent-text">
      Turn {goal > place ? 'up' : 'down'} to{' '}
      {formatParam(spec, fromKnob(spec, knobAt(mapping, goal)))}
    </span>
  )
}

function useMappedSpec({ node: id, param }: MidiMapping): ParamSpec | undefined {
  const node = useDocument(document => document.graph.nodes[id])
  return useCatalog(state => state.nodes.get(node?.type ?? ''))?.params[param]
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
