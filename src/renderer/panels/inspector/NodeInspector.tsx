import { RotateCcw } from 'lucide-react'
import type { Node, NodeDefinition } from '#shared/graph'
import {
  dispatch,
  knownName,
  knownPlugin,
  retryNode,
  useAbsence,
  useCatalog,
  useDefinition,
  useMirror,
  useNode,
  useNodeViews,
  useTrouble,
} from '../../state'
import { Button, EditableText, FailureNote, kindColor, Toggle } from '../../ui'
import { PluginView, Readout } from '../../editor'
import { Modulations } from './Modulations'
import { Params } from './Params'
import { Ports } from './Ports'
import { PresetBar } from './presets/PresetBar'
import { SensorReading } from './SensorReading'
import { Snapshots } from './snapshots/Snapshots'
import { Transcript } from './Transcript'

/** One node: its name, what it is, what is wrong with it, and every parameter. */
export function NodeInspector({ id }: { readonly id: string }) {
  const node = useNode(id)
  const definition = useDefinition(node?.type ?? '')
  if (node === undefined) return undefined
  const name = node.label ?? definition?.label ?? knownName(node.type)
  return (
    <div className="flex flex-col">
      <header className="flex flex-col gap-1 border-b border-line p-3">
        <div className="flex items-center gap-2">
          <span
            aria-hidden
            className="h-5 w-1 rounded-full"
            style={{ background: kindColor(definition?.kind) }}
          />
          <EditableText
            value={name}
            label="Name of the node"
            testId="node-name"
            className="-ml-1 h-6 flex-1 text-base font-semibold"
            onCommit={label => rename(node, definition, label)}
          />
          {definition !== undefined && definition.kind !== 'output' && (
            <Toggle
              on={node.bypassed !== true}
              label={`${name} on`}
              testId="inspector-bypass"
              onChange={on => {
                const label = on ? `Switch ${name} on` : `Bypass ${name}`
                dispatch(label, [{ kind: 'set-bypassed', nodes: [id], bypassed: !on }])
              }}
            />
          )}
        </div>
        <Origin node={node} definition={definition} />
        {definition !== undefined && <p className="text-xs text-soft">{definition.description}</p>}
      </header>
      {definition !== undefined && Object.keys(definition.params).length > 0 && (
        <PresetBar node={node} definition={definition} />
      )}
      <Troubles id={id} />
      {definition !== undefined && <SensorReading definition={definition} />}
      {definition?.readouts !== undefined && (
        <div className="border-b border-line p-3">
          <Readout node={id} name={name} definition={definition} large />
        </div>
      )}
      {definition !== undefined && <Views node={id} definition={definition} />}
      <Transcript key={id} node={node} />
      {definition !== undefined && <Params node={node} name={name} definition={definition} />}
      {definition !== undefined && <Modulations node={node} definition={definition} />}
      {definition !== undefined && <Snapshots node={id} />}
      {definition !== undefined && <Ports definition={definition} />}
    </div>
  )
}

/** What the plugin itself shows of the node. */
function Views({
  node,
  definition,
}: {
  readonly node: string
  readonly definition: NodeDefinition
}) {
  const views = useNodeViews(definition.type)
  return views.map(view => (
    <div key={view.address} className="border-b border-line p-3">
      <PluginView view={view} node={node} definition={definition} />
    </div>
  ))
}

/** The plugin's own name comes back where the field is emptied. */
function rename(node: Node, definition: NodeDefinition | undefined, label: string): void {
  const next = label === definition?.label ? '' : label
  if (next === (node.label ?? '')) return
  dispatch('Rename node', [{ kind: 'rename-node', node: node.id, label: next }])
}

function Origin({
  node,
  definition,
}: {
  readonly node: Node
  readonly definition: NodeDefinition | undefined
}) {
  const plugin = useCatalog(state => state.plugins.find(found => found.id === definition?.plugin))
  const parts =
    definition === undefined
      ? [knownPlugin(node.type), node.type]
      : [definition.label, plugin?.author ?? definition.plugin, definition.pluginVersion]
  return <p className="truncate text-xs text-faint">{parts.join(' · ')}</p>
}

function Troubles({ id }: { readonly id: string }) {
  const trouble = useTrouble(id)
  const problem = useMirror(mirror => mirror.problems.find(found => found.node === id))
  const absence = useAbsence(useNode(id)?.type ?? '')
  const message = absence ?? trouble?.message ?? problem?.message
  if (message === undefined) return undefined
  return (
    <div className="border-b border-line p-3">
      <FailureNote message={message} testId="node-trouble">
        {trouble !== undefined && absence === undefined && (
          <Button className="h-6 px-2" data-testid="retry" onClick={() => void retryNode(id)}>
            <RotateCcw size={12} aria-hidden />
            Retry
          </Button>
        )}
      </FailureNote>
    </div>
  )
}
