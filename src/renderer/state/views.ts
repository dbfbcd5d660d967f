import { create } from 'zustand'
import type { PluginView } from '#shared/contract'
import { attempt } from '../kit'
import { client } from './connection'

export const useViews = create<{ readonly views: readonly PluginView[] }>(() => ({ views: [] }))

/** Which views there are; asked again whenever the plugins change. */
export async function loadViews(): Promise<void> {
  const views = await attempt(client().views.list())
  if (!views.ok) return
  const isOther = JSON.stringify(useViews.getState().views) !== JSON.stringify(views.value)
  if (isOther) useViews.setState({ views: views.value })
}

/** The views that are panels. */
export function usePanelViews(): readonly PluginView[] {
  const views = useViews(state => state.views)
  return views.filter(({ place }) => place === 'panel')
}

/** The views that stand in nodes of a type. */
export function useNodeViews(type: string | undefined): readonly PluginView[] {
  const views = useViews(state => state.views)
  return type === undefined
    ? []
    : views.filter(({ place, nodeType }) => place === 'node' && nodeType === type)
}
