import { create } from 'zustand'
import type { PluginDetails, PluginInfo, PluginsChange, SavedNodePlugin } from '#shared/contract'
import type { Failure, Result } from '#shared/kit'
import { attempt } from '../kit'
import { takeCatalogue, useCatalog } from './catalog'
import { client } from './connection'
import { toast, toastFailure } from './toasts'
import { loadViews } from './views'
import { watch } from './watch'

interface PluginsState {
  /** Which plugin the panel shows, by id. */
  readonly shown: string | undefined
  /** Counts what changed, so that whoever shows one plugin asks again. */
  readonly revision: number
}

export const usePlugins = create<PluginsState>(() => ({ shown: undefined, revision: 0 }))

export function showPlugin(id: string | undefined): void {
  usePlugins.setState({ shown: id })
}

/** Keeps the catalogue as the shell has it: plugins come, go and change while the page lives. */
export function followPlugins(): void {
  void watch(
    () => client().plugins.changes(),
    ({ revision }: PluginsChange) => {
      if (useCatalog.getState().revision !== revision) void refreshCatalog()
    },
  )
}

let asked: Promise<void> = Promise.resolve()

/** Asks what is other than it was; for everything where the shell may be another one. */
export function refreshCatalog(from: 'seen' | 'none' = 'seen'): Promise<void> {
  asked = asked.then(async () => {
    const since = from === 'seen' ? useCatalog.getState().revision : undefined
    const state = await attempt(client().plugins.catalogue(since === undefined ? {} : { since }))
    if (state.ok) {
      const before = useCatalog.getState().plugins
      takeCatalogue(state.value)
      for (const failure of fallen(before, useCatalog.getState().plugins)) toastFailure(failure)
    }
    void loadViews()
    usePlugins.setState(({ revision }) => ({ revision: revision + 1 }))
  })
  return asked
}

/** Why plugins that ran a moment ago do not any more, unless the user wanted it so. */
export function fallen(before: readonly PluginInfo[], now: readonly PluginInfo[]): Failure[] {
  const ran = new Set(before.filter(({ state }) => state === 'enabled').map(({ id }) => id))
  return now.flatMap(({ id, state, reason }) => {
    if (!ran.has(id) || reason === undefined) return []
    const fell = state === 'failed' || state === 'quarantined' || isRevoked(reason)
    return fell ? [reason] : []
  })
}

function isRevoked({ code }: Failure): boolean {
  return code === 'package-revoked' || code === 'publisher-revoked'
}

export async function setPluginEnabled(id: string, enabled: boolean): Promise<void> {
  await told(attempt(client().plugins.setEnabled({ id, enabled })))
}

export async function promotePlugin(id: string, promoted: boolean): Promise<void> {
  await told(attempt(client().plugins.promote({ id, promoted })))
}

export async function reloadPlugin(id: string): Promise<void> {
  const done = await told(attempt(client().plugins.reload({ id })))
  if (done) toast({ tone: 'done', text: 'The plugin was read anew.' })
}

/** What can be done without asking for one that does not run. */
export async function repairPlugin(id: string): Promise<void> {
  const answer = attempt(client().plugins.repair({ id }))
  if (!(await told(answer))) return
  const repaired = await answer
  if (repaired.ok) toast({ tone: 'done', text: repaired.value.done })
}

/** The answer is left to the form, which shows a failure beside the fields. */
export async function configurePlugin(
  id: string,
  config: Readonly<Record<string, unknown>>,
): Promise<Result<PluginDetails>> {
  const answer = await attempt(client().plugins.configure({ id, config: { ...config } }))
  if (answer.ok) await refreshCatalog()
  return answer
}

/** Makes a plugin of a Faust program; its node can be added then. */
export async function saveFaust(name: string, text: string): Promise<Result<SavedNodePlugin>> {
  const saved = await attempt(client().plugins.saveFaust({ name, text }))
  if (saved.ok) await refreshCatalog()
  return saved
}

async function told(answer: Promise<Result<unknown>>): Promise<boolean> {
  const result = await answer
  if (!result.ok) toastFailure(result.error)
  await refreshCatalog()
  return result.ok
}
