import { create } from 'zustand'
import type { InstallPlan, MarketTask } from '#shared/contract'
import type { Failure, Result } from '#shared/kit'
import { attempt } from '../../kit'
import { addNode } from '../add-node'
import { catalog, useCatalog } from '../catalog'
import { client } from '../connection'
import { useProjectStore } from '../project'
import { toast, toastFailure } from '../toasts'
import { moveToBeside } from './beside'
import { closeMarket, openMarket, showInMarket } from './view'

/** What somebody wants of a plugin. */
export interface MarketWish {
  readonly id: string
  readonly name: string
  readonly action: 'install' | 'update'
  readonly version?: string
  readonly registry?: string
  readonly beside?: boolean
  /** The id that a project knows it by, where that is another. */
  readonly as?: string
  /** The nodes of the project that is shown become those of this id once it is there: it lies beside theirs. */
  readonly moves?: string
}

/** What was begun, by plugin: what comes of it is told by its task. */
const begun = new Map<string, { readonly wish: MarketWish; readonly project: string }>()

interface MarketTasks {
  readonly tasks: readonly MarketTask[]
  /** Why something was refused, by plugin: shown beside its buttons. */
  readonly refused: ReadonlyMap<string, readonly Failure[]>
  /** Plugins that a plan is being made for. */
  readonly planning: ReadonlySet<string>
  /** What has to be agreed to before it goes on. */
  readonly consent: { readonly wish: MarketWish; readonly plan: InstallPlan } | undefined
}

export const useMarketTasks = create<MarketTasks>(() => ({
  tasks: [],
  refused: new Map(),
  planning: new Set(),
  consent: undefined,
}))

export const isRunning = ({ state }: MarketTask): boolean => state === 'running'

/** Installs or updates: plans first, and asks where something has to be agreed to. */
export async function installFromMarket(wish: MarketWish): Promise<void> {
  const { id } = wish
  settle(id)
  plan(id, true)
  const planned = await attempt(client().marketplace.plan(inputOf(wish)))
  plan(id, false)
  if (!planned.ok) return refuse(id, planned.error)
  if (planned.value.questions.length > 0) {
    useMarketTasks.setState({ consent: { wish, plan: planned.value } })
  } else {
    await begin(wish, planned.value.agreement)
  }
}

/** The user has seen what it asks for, and agrees. */
export async function agreeToInstall(): Promise<void> {
  const { consent } = useMarketTasks.getState()
  useMarketTasks.setState({ consent: undefined })
  if (consent !== undefined) await begin(consent.wish, consent.plan.agreement)
}

export function declineInstall(): void {
  useMarketTasks.setState({ consent: undefined })
}

/** Each question is asked by itself; the next plugin comes when it is answered, whatever the answer. */
export async function installAll(wishes: readonly MarketWish[]): Promise<void> {
  for (const wish of wishes) {
    // oxlint-disable-next-line no-await-in-loop
    await installFromMarket(wish)
    // oxlint-disable-next-line no-await-in-loop
    await answered()
  }
}

function answered(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const look = () => {
    if (useMarketTasks.getState().consent === undefined) resolve()
  }
  const stop = useMarketTasks.subscribe(look)
  look()
  return promise.finally(stop)
}

export async function rollBackPlugin(id: string): Promise<void> {
  settle(id)
  told(id, await attempt(client().marketplace.rollBack({ id })))
}

/** `anyway`: though others need it; `version`: of several majors this one. */
export async function uninstallPlugin(
  id: string,
  { anyway = false, version }: { readonly anyway?: boolean; readonly version?: string } = {},
): Promise<void> {
  settle(id)
  const which = { id, anyway, ...(version !== undefined && { version }) }
  told(id, await attempt(client().marketplace.uninstall(which)))
}

export async function pinPlugin(id: string, pinned: boolean): Promise<void> {
  settle(id)
  told(id, await attempt(client().marketplace.pin({ id, pinned })))
}

export async function cancelMarketTask(task: MarketTask): Promise<void> {
  told(task.plugin, await attempt(client().marketplace.cancel({ task: task.id })))
}

/** The refusal was read. */
export function settle(id: string): void {
  useMarketTasks.setState(({ refused }) => {
    const rest = new Map(refused)
    rest.delete(id)
    return { refused: rest }
  })
}

/** Takes in how far some work is; an end is told, or refused beside its button. */
export function receiveMarketTask(task: MarketTask): void {
  const before = useMarketTasks.getState().tasks.find(({ id }) => id === task.id)
  useMarketTasks.setState(({ tasks }) => ({
    tasks: [task, ...tasks.filter(({ id }) => id !== task.id)].slice(0, 100),
  }))
  if (before?.state === task.state || task.state === 'running') return
  if (task.state === 'failed') failed(task)
  if (task.state === 'done') done(task)
}

function failed({ plugin, name: known, plan: asked, failures, action, version }: MarketTask): void {
  if (asked !== undefined && (action === 'install' || action === 'update')) {
    const name = asked.steps.at(-1)?.name ?? known ?? plugin
    const wish: MarketWish = {
      ...begun.get(plugin)?.wish,
      ...{ id: plugin, name, action },
      ...(version !== undefined && { version }),
    }
    useMarketTasks.setState({ consent: { wish, plan: asked } })
    return
  }
  const [first] = failures
  // Of all plugins together: no page has a place for it.
  if (action === 'restore' && first !== undefined) return toastFailure(first)
  useMarketTasks.setState(({ refused }) => ({ refused: new Map(refused).set(plugin, failures) }))
}

const doneWords = {
  install: 'is installed',
  update: 'is updated',
  rollback: 'is back at',
  uninstall: 'is uninstalled',
  restore: 'is restored',
  publish: 'is published',
} as const satisfies Record<MarketTask['action'], string>

function done({ plugin, action, version, name = nameOf(plugin) }: MarketTask): void {
  if (action === 'restore') return toast({ tone: 'done', text: 'The plugins are as they were.' })
  const { wish, project } = begun.get(plugin) ?? {}
  begun.delete(plugin)
  if (wish?.moves !== undefined && project !== undefined) {
    void moveToBeside(wish, wish.moves, project)
    return
  }
  const text = `${name} ${doneWords[action]}${action === 'rollback' ? ` ${version ?? ''}` : ''}.`
  toast({
    tone: 'done',
    text,
    ...(action === 'install' && {
      action: { label: 'Add to the canvas', run: () => addFromMarket(plugin) },
    }),
  })
}

/** Puts the first node of an installed plugin onto the canvas, and shows it there. */
export function addFromMarket(plugin: string, type = firstNodeOf(plugin)): void {
  if (type === undefined || !catalog().has(type)) {
    openMarket('browse', plugin)
    return
  }
  closeMarket()
  showInMarket(undefined)
  addNode(type)
}

export function firstNodeOf(plugin: string): string | undefined {
  return useCatalog.getState().plugins.find(({ id }) => id === plugin)?.nodes[0]
}

function nameOf(plugin: string): string {
  return useCatalog.getState().plugins.find(({ id }) => id === plugin)?.name ?? plugin
}

async function begin(wish: MarketWish, agreement: string): Promise<void> {
  const { id, action } = wish
  begun.set(id, { wish, project: useProjectStore.getState().mirror?.project ?? '' })
  const input = { ...inputOf(wish), agreement }
  const { marketplace } = client()
  told(
    id,
    await attempt(action === 'install' ? marketplace.install(input) : marketplace.update(input)),
  )
}

function inputOf({ id, version, registry, beside = false, as }: MarketWish) {
  return {
    id,
    beside,
    ...(as !== undefined && { as }),
    ...(version !== undefined && { version }),
    ...(registry !== undefined && { registry }),
  }
}

function told(id: string, answer: Result<unknown>): void {
  if (!answer.ok) refuse(id, answer.error)
}

function refuse(id: string, failure: Failure): void {
  useMarketTasks.setState(({ refused }) => ({ refused: new Map(refused).set(id, [failure]) }))
}

function plan(id: string, isOn: boolean): void {
  useMarketTasks.setState(({ planning }) => {
    const next = new Set(planning)
    if (isOn) next.add(id)
    else next.delete(id)
    return { planning: next }
  })
}
