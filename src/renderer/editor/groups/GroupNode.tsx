import { isRail, type Node, type NodeDefinition } from '#shared/graph'
import { useDefinition, useDocument, useNode } from '../../state'
import { classNames, kindColor, markColor } from '../../ui'
import { DeviceHeader } from '../DeviceHeader'
import { deviceWidth } from '../device-width'
import { ModulationInlets } from '../knobs'
import { ParamKnob } from '../ParamKnob'
import { Port } from '../Port'
import { shownView } from './shown-view'

/** Knobs that fit into a row. */
const ROW = 4

interface GroupNodeProps {
  readonly node: Node
  readonly selected: boolean
}

/** A group as a node: its ports, and the knobs that it shows of what lies inside. */
export function GroupNode({ node, selected }: GroupNodeProps) {
  const { id } = node
  const definition = shownView().catalog.get(node.type)
  const inside = useDocument(({ graph }) => countIn(graph.nodes, id))
  if (definition === undefined) return undefined
  const name = node.label ?? 'Group'
  const bypassed = node.bypassed === true
  return (
    <article
      aria-label={`${name}, group of ${inside}`}
      data-testid={`node-${id}`}
      title="Double-click to open"
      style={{ width: deviceWidth(definition) }}
      className={classNames(
        'device device-group',
        selected && 'device-selected',
        node.muted === true && 'device-silent',
      )}
    >
      <DeviceHeader
        node={id}
        type={node.type}
        name={name}
        color={node.color === undefined ? kindColor('node') : markColor(node.color)}
        bypassed={bypassed}
        muted={node.muted === true}
        soloed={node.soloed === true}
        badge={undefined}
        canBypass
      />
      <div className={classNames('pt-1.5 pb-2', bypassed && 'opacity-60')}>
        <Ports node={node} name={name} definition={definition} />
        <div className="relative">
          <Knobs group={id} />
          <ModulationInlets node={node} definition={definition} />
        </div>
      </div>
    </article>
  )
}

/** An edge of the group that is open: its ports, and one more to plug a cable into that shall be a port. */
export function RailNode({ node, selected }: GroupNodeProps) {
  const definition = shownView().catalog.get(node.type)
  if (definition === undefined) return undefined
  return (
    <article
      aria-label={`${definition.label} of the group`}
      data-testid={`rail-${definition.label.toLowerCase()}`}
      style={{ width: deviceWidth(definition) }}
      className={classNames('device device-rail nodrag', selected && 'device-selected')}
    >
      <header className="px-3 pt-2 text-2xs font-semibold tracking-wide text-faint uppercase">
        {definition.label}
      </header>
      <div className="pt-1 pb-2">
        <Ports node={node} name={definition.label} definition={definition} />
      </div>
    </article>
  )
}

interface PartProps {
  readonly node: Node
  readonly name: string
  readonly definition: NodeDefinition
}

function Ports({ node, name, definition }: PartProps) {
  const list = (side: 'inputs' | 'outputs') =>
    Object.entries(definition[side]).map(([port, spec]) => (
      <Port key={port} node={node.id} name={name} port={port} spec={spec} side={side} />
    ))
  return (
    <div className="flex justify-between">
      <div className="min-w-0 flex-1">{list('inputs')}</div>
      <div className="min-w-0 flex-1">{list('outputs')}</div>
    </div>
  )
}

function Knobs({ group }: { readonly group: string }) {
  const knobs = useDocument(document => document.graph.groups[group]?.knobs)
  if (knobs === undefined || knobs.length === 0) return undefined
  return (
    <div className="grid grid-cols-4 px-1.5 pt-2">
      {knobs.slice(0, 2 * ROW).map(knob => (
        <GroupKnob key={knob.id} node={knob.node} param={knob.param} label={knob.label} />
      ))}
    </div>
  )
}

/** The knob of a parameter inside, under the name that the group gives it. */
function GroupKnob({
  node: id,
  param,
  label,
}: {
  readonly node: string
  readonly param: string
  readonly label: string
}) {
  const node = useNode(id)
  const definition = useDefinition(node?.type ?? '')
  const spec = definition?.params[param]
  if (node === undefined || definition === undefined || spec?.kind !== 'number') return undefined
  return (
    <ParamKnob
      node={id}
      name={node.label ?? definition.label}
      param={param}
      spec={{ ...spec, label }}
      value={Number(node.params[param] ?? spec.default)}
      automated={node.automation?.[param] !== undefined}
    />
  )
}

/** What of a view is no node of the document. */
export function VirtualNode(props: GroupNodeProps) {
  return isRail(props.node) ? <RailNode {...props} /> : <GroupNode {...props} />
}

function countIn(nodes: Readonly<Record<string, Node>>, group: string): number {
  return Object.values(nodes).filter(node => node.group === group).length
}
