import { useMemo } from 'react'
import { useCatalog } from '../../state'

/** Ids of the plugins in the user's own folder: those they installed, wrote, or saved from a group. */
export function useOwnPlugins(): ReadonlySet<string> {
  const plugins = useCatalog(state => state.plugins)
  return useMemo(
    () => new Set(plugins.filter(({ origin }) => origin === 'user').map(({ id }) => id)),
    [plugins],
  )
}
