import { ok, type Result } from '#shared/kit'
import { takeCatalogue } from './catalog'
import { useLink } from './connection'
import { followCosts } from './costs'
import { followEngine } from './engine'
import { followLive, resumeMidi } from './live'
import { followLooks } from './looks'
import { tellRecovered, useSystem } from './files'
import { followClips } from './clips'
import { followJobs } from './jobs'
import { followMarket } from './market'
import { followModels } from './models'
import { followPermissions } from './permissions'
import { followPlugins, refreshCatalog } from './plugins'
import { patiently } from './patiently'
import { followPrefs } from './prefs'
import { showProject } from './project'
import { loadTabs } from './tabs'
import { followTransport } from './transport'
import { tellUnderruns } from './underruns'
import { loadViews } from './views'
import { followProject } from './watch-project'

/** Loads what the first screen shows, then follows the shell. */
export async function startState(): Promise<Result<void>> {
  const [catalogue, info, state] = await Promise.all([
    patiently(shell => shell.plugins.catalogue({})),
    patiently(shell => shell.system.info()),
    patiently(shell => shell.project.start()),
  ])
  if (!catalogue.ok) return catalogue
  if (!info.ok) return info
  if (!state.ok) return state
  takeCatalogue(catalogue.value)
  useSystem.setState({ info: info.value })
  showProject(state.value)
  tellRecovered(state.value)
  await loadTabs()
  followPrefs()
  followProject()
  followTransport()
  followEngine()
  followLooks()
  followLive()
  void resumeMidi()
  followPlugins()
  followPermissions()
  followModels()
  followJobs()
  followMarket()
  followClips()
  void loadViews()
  tellUnderruns()
  followCosts()
  useLink.subscribe((now, before) => {
    if (now.link === 'online' && before.link === 'offline') void refreshCatalog('none')
  })
  return ok()
}
