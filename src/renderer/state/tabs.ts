import { create } from 'zustand'
import type { Seconds } from '#shared/kit'
import { attempt } from '../kit'
import { canvasView, type Viewport } from './canvas'
import { client } from './connection'
import { projectHandle, useProjectStore } from './project'
import { select, useSelection } from './selection'

/** A project that is open in this window, shown or not. */
export interface Tab {
  readonly path: string
  readonly title: string
  readonly draft: boolean
  /** Handle of it in the shell; absent until it is first shown. */
  readonly project?: string | undefined
  readonly saved: boolean
}

interface TabState {
  readonly tabs: readonly Tab[]
  /** Paths of tabs that were closed, the last first. */
  readonly closed: readonly string[]
}

export const useTabs = create<TabState>(() => ({ tabs: [], closed: [] }))

const KEPT_CLOSED = 20

/** What a window knows of a project beside the document: kept while another tab is shown. */
interface View {
  readonly viewport: Viewport | undefined
  readonly nodes: ReadonlySet<string>
  readonly cables: ReadonlySet<string>
  /** Where play begins next. */
  readonly start: Seconds
}

const views = new Map<string, View>()

/** Tabs for what was open when Wireharp ended, and the shown project's own. */
export async function loadTabs(): Promise<void> {
  const open = await attempt(client().project.listOpen())
  if (open.ok) {
    const tabs = open.value.map(({ path, title, draft, project }) => ({
      path,
      title,
      draft,
      project,
      saved: true,
    }))
    useTabs.setState({ tabs })
  }
  useProjectStore.subscribe(followShown)
  followShown()
}

/** The tab of the shown project says what the project says; one that has none yet gets one. */
function followShown(): void {
  const { mirror } = useProjectStore.getState()
  if (mirror === undefined) return
  const { project, path, draft, document } = mirror
  const saved = mirror.saved && mirror.pending.length === 0
  const { tabs } = useTabs.getState()
  const own = tabs.find(tab => tab.project === project) ?? tabs.find(tab => tab.path === path)
  const next: Tab = { path, title: document.title, draft, project, saved }
  if (own === undefined) return useTabs.setState({ tabs: [...tabs, next] })
  if (!isSame(own, next)) {
    useTabs.setState({ tabs: tabs.map(tab => (tab === own ? next : tab)) })
  }
}

function isSame(a: Tab, b: Tab): boolean {
  return (
    a.path === b.path &&
    a.title === b.title &&
    a.draft === b.draft &&
    a.project === b.project &&
    a.saved === b.saved
  )
}

export function tabOf(project: string): Tab | undefined {
  return useTabs.getState().tabs.find(tab => tab.project === project)
}

export function moveTab(path: string, to: number): void {
  const { tabs } = useTabs.getState()
  const moved = tabs.find(tab => tab.path === path)
  if (moved === undefined) return
  const others = tabs.filter(tab => tab !== moved)
  useTabs.setState({ tabs: others.toSpliced(to, 0, moved) })
}

export function dropTab(path: string): void {
  const { tabs, closed } = useTabs.getState()
  useTabs.setState({
    tabs: tabs.filter(tab => tab.path !== path),
    closed: [path, ...closed.filter(other => other !== path)].slice(0, KEPT_CLOSED),
  })
}

export function forgetClosed(path: string): void {
  useTabs.setState(({ closed }) => ({ closed: closed.filter(other => other !== path) }))
}

/** To be called before another project is shown. */
export function keepView(start: Seconds): void {
  const { nodes, cables } = useSelection.getState()
  views.set(projectHandle(), { viewport: canvasView().viewport(), nodes, cables, start })
}

/** To be called once another project is shown. */
export function restoreView(project: string): void {
  const view = views.get(project)
  const nodes = useProjectStore.getState().mirror?.document.graph.nodes
  select(
    [...(view?.nodes ?? [])].filter(node => nodes?.[node] !== undefined),
    view?.cables ?? [],
  )
}

export function startOf(project: string): Seconds {
  return views.get(project)?.start ?? 0
}

/** Where the canvas stood when the project was last shown. */
export function viewportOf(project: string): Viewport | undefined {
  return views.get(project)?.viewport
}
