import { AppWindow } from 'lucide-react'
import type { PluginView as View } from '#shared/contract'
import { PluginFrame, PluginView } from '../../editor'
import {
  catalog,
  graphNow,
  levelOf,
  playback,
  useDefinition,
  useDocument,
  useSelection,
  useTransport,
} from '../../state'
import { EmptyState } from '../../ui'

/** A page that a plugin brings as a panel: about the project as it sounds, or about one of the plugin's nodes. */
export function PluginPanel({ view }: { readonly view: View }) {
  return view.nodeType === undefined ? (
    <PluginFrame view={view} state={wholeState} className="h-full" />
  ) : (
    <NodePanel view={view} type={view.nodeType} />
  )
}

function NodePanel({ view, type }: { readonly view: View; readonly type: string }) {
  const definition = useDefinition(type)
  const selected = useSelection(selection => selection.nodes)
  // The one that is selected; else the first.
  const node = useDocument(({ graph }) => {
    const own = Object.values(graph.nodes).filter(each => each.type === type)
    return (own.find(({ id }) => selected.has(id)) ?? own[0])?.id
  })
  if (definition === undefined || node === undefined) {
    return (
      <EmptyState icon={AppWindow} title={`${view.label} shows a node`}>
        Add {definition?.label ?? 'the plugin’s node'} to the canvas; with several, select one.
      </EmptyState>
    )
  }
  return <PluginView view={view} node={node} definition={definition} className="h-full" />
}

/** What a panel about no node may be told. */
function wholeState(now: number) {
  const { playing, position, sampleRate } = useTransport.getState()
  const nodes = catalog()
  const levels = Object.values(graphNow().nodes)
    .filter(({ type }) => nodes.get(type)?.kind === 'output')
    .map(({ id }) => levelOf(id, now))
  const heard = playing ? playback().position() : undefined
  return {
    playing,
    position: heard === undefined ? position : heard / sampleRate,
    level: Math.max(0, ...levels),
  }
}
