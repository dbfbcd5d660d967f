import { ok, type Result } from '#shared/kit'
import { attempt, isConnectionLost, sleep, type Client } from '../kit'
import { setCatalog } from './catalog'
import { client, useLink } from './connection'
import { followEngine } from './engine'
import { followLive, resumeMidi } from './live'
import { followLooks } from './looks'
import { tellRecovered, useSystem } from './files'
import { followJobs } from './jobs'
import { followPermissions } from './permissions'
import { followPlugins, refreshCatalog } from './plugins'
import { showProject } from './project'
import { followTransport } from './transport'
import { tellUnderruns } from './underruns'
import { loadViews } from './views'
import { followProject } from './watch-project'

/** Loads what the first screen shows, then follows the shell. */
export async function startState(): Promise<Result<void>> {
  const nodes = await patiently(shell => shell.plugins.nodes())
  if (!nodes.ok) return nodes
  const plugins = await patiently(shell => shell.plugins.list())
  if (!plugins.ok) return plugins
  const info = await patiently(shell => shell.system.info())
  if (!info.ok) return info
  const state = await patiently(shell => shell.project.start())
  if (!state.ok) return state
  setCatalog(nodes.value, plugins.value)
  useSystem.setState({ info: info.value })
  showProject(state.value)
  tellRecovered(state.value)
  followProject()
  followTransport()
  followEngine()
  followLooks()
  followLive()
  void resumeMidi()
  followPlugins()
  followPermissions()
  followJobs()
  void loadViews()
  tellUnderruns()
  useLink.subscribe((now, before) => {
    if (now.link === 'online' && before.link === 'offline') void refreshCatalog()
  })
  return ok()
}

/** A call at start outlives a connection that is not up yet. */
async function patiently<T>(call: (shell: Client) => Promise<T>): Promise<Result<T>> {
  for (;;) {
    const answer = await attempt(call(client()))
    if (answer.ok || !isConnectionLost(answer.error)) return answer
    await sleep(300)
  }
}
