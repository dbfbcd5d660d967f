import { create } from 'zustand'
import type { AvailableUpdate, MarketEvent, MissingPlugin, RegistryInfo } from '#shared/contract'
import { pluginOf } from '#shared/graph'
import { unreachable, type Failure } from '#shared/kit'
import { attempt } from '../../kit'
import { useCatalog } from '../catalog'
import { client } from '../connection'
import type { Mirror } from '../mirror'
import { useProjectStore } from '../project'
import { usePlugins } from '../plugins'
import { watch } from '../watch'
import { searchMarket } from './search'
import { isRunning, receiveMarketTask, useMarketTasks } from './tasks'
import { useMarketView } from './view'

interface MarketFacts {
  readonly registries: readonly RegistryInfo[]
  readonly updates: readonly AvailableUpdate[]
  /** What the project that is shown names and has not. */
  readonly missing: readonly MissingPlugin[]
  /** Counts what changed: whoever shows a plugin asks again. */
  readonly revision: number
  readonly failure: Failure | undefined
}

export const useMarket = create<MarketFacts>(() => ({
  registries: [],
  updates: [],
  missing: [],
  revision: 0,
  failure: undefined,
}))

/** The start of the app waits for no marketplace, nor works for one. */
const LATER_MS = 5000

let follows = false

/** Hears of it from now on, whether or not the marketplace was opened. */
export function follow(): void {
  if (follows) return
  follows = true
  void watch(() => client().marketplace.watch(), receiveMarketEvent)
}

/** Hears of the marketplace for as long as the page lives, from its first opening on, or once all is quiet. */
export function followMarket(): void {
  setTimeout(follow, LATER_MS)
  usePlugins.subscribe((now, before) => {
    if (follows && now.revision !== before.revision) refreshMarket()
  })
  useProjectStore.subscribe(({ mirror }, { mirror: before }) => {
    const isOther = mirror?.project !== before?.project || mirror?.problems !== before?.problems
    const others = mirror === undefined ? '' : otherMajors(mirror)
    if (isOther || others !== seen) void refreshMissing()
    seen = others
  })
  useMarketView.subscribe(({ open }, before) => {
    if (!open || before.open) return
    follow()
    refreshMarket()
    // What is known is shown at once; newer ratings are read behind it.
    void attempt(client().reviews.ratings({ plugins: [] }))
  })
}

export function receiveMarketEvent(event: MarketEvent): void {
  switch (event.kind) {
    case 'state':
      useMarket.setState({ registries: event.registries })
      useMarketTasks.setState({ tasks: event.tasks.filter(isRunning) })
      refreshMarket()
      break
    case 'task':
      receiveMarketTask(event.task)
      break
    case 'registries':
      useMarket.setState({ registries: event.registries })
      break
    case 'catalogue':
      refreshMarket()
      break
    default:
      unreachable(event)
  }
}

let later: ReturnType<typeof setTimeout> | undefined

/** Asks again for what may have changed; several reasons within a moment are one. */
export function refreshMarket(): void {
  clearTimeout(later)
  later = setTimeout(() => {
    useMarket.setState(({ revision }) => ({ revision: revision + 1 }))
    if (useMarketView.getState().open) void searchMarket()
    void refreshUpdates()
    void refreshMissing()
  }, 60)
}

/** What `otherMajors` said last. */
let seen = ''

/** Plugins with nodes in a project that were of another major version when it was saved, as one text. */
function otherMajors({ document: { plugins, graph } }: Mirror): string {
  const { plugins: present } = useCatalog.getState()
  const others = Object.entries(plugins).filter(([id, { version }]) => {
    const here = present.find(plugin => plugin.id === id && plugin.state === 'enabled')
    return here !== undefined && majorOf(here.version) !== majorOf(version)
  })
  if (others.length === 0) return ''
  const used = new Set(Object.values(graph.nodes).map(({ type }) => pluginOf(type)))
  return others.flatMap(([id]) => (used.has(id) ? [id] : [])).join()
}

function majorOf(version: string): string | undefined {
  return version.split('.')[0]
}

async function refreshUpdates(): Promise<void> {
  const updates = await attempt(client().marketplace.updates())
  if (updates.ok) useMarket.setState({ updates: updates.value })
}

async function refreshMissing(): Promise<void> {
  const { mirror } = useProjectStore.getState()
  // Most projects lack nothing, and then nobody has to be asked.
  const lacks = mirror?.problems.some(({ code }) => code === 'node-type-unknown') === true
  if (mirror === undefined || !(lacks || otherMajors(mirror) !== '')) {
    if (useMarket.getState().missing.length > 0) useMarket.setState({ missing: [] })
    return
  }
  // What is installed from there is told by its task: it must be heard by then.
  follow()
  const { project } = mirror
  const missing = await attempt(client().marketplace.missing({ project }))
  if (useProjectStore.getState().mirror?.project !== project || !missing.ok) return
  useMarket.setState({ missing: missing.value })
}
