import type { PluginInfo, PluginState } from '#shared/contract'

/** What a state is called, and the colour that stands for it. */
export const stateWords: Readonly<Record<PluginState, readonly [word: string, color: string]>> = {
  enabled: ['Enabled', 'bg-good'],
  disabled: ['Disabled', 'bg-line-strong'],
  skipped: ['Skipped', 'bg-warn'],
  failed: ['Failed', 'bg-bad'],
  'missing-dependencies': ['Needs another plugin', 'bg-bad'],
  quarantined: ['Quarantined', 'bg-bad'],
}

/** Where its code runs, as a person thinks of it. */
export const trustWords: Readonly<Record<PluginInfo['trust'], string>> = {
  'built-in': 'Comes with Wireharp',
  promoted: 'Trusted: runs in the engine’s own process',
  sandboxed: 'Contained: runs in a process of its own',
}

/** What needs a look first: plugins that do not run as they should, then the others, each by name. */
export function byNeed(plugins: readonly PluginInfo[]): PluginInfo[] {
  return plugins.toSorted((a, b) => need(a) - need(b) || a.name.localeCompare(b.name))
}

function need({ state, origin }: PluginInfo): number {
  const order: Readonly<Record<PluginState, number>> = {
    quarantined: 0,
    failed: 1,
    'missing-dependencies': 2,
    skipped: 3,
    disabled: 4,
    enabled: 4,
  }
  return order[state] + (state === 'enabled' && origin === 'built-in' ? 1 : 0)
}

/** Whether there may be something to mend without asking anybody: what the machine lacks it goes on lacking. */
export function canBeMended({ state }: Pick<PluginInfo, 'state'>): boolean {
  return state === 'failed' || state === 'quarantined' || state === 'missing-dependencies'
}

/** “2 nodes, 1 sensor” */
export function brings({ contributes }: Pick<PluginInfo, 'contributes'>): string {
  const names: readonly (readonly [keyof typeof contributes, string])[] = [
    ['nodes', 'node'],
    ['tools', 'tool'],
    ['sensors', 'sensor'],
    ['views', 'view'],
    ['workflows', 'workflow'],
    ['providers', 'provider'],
    ['models', 'model'],
  ]
  const parts = names.flatMap(([key, name]) => {
    const count = contributes[key].length
    return count === 0 ? [] : [`${count} ${name}${count === 1 ? '' : 's'}`]
  })
  return parts.length === 0 ? 'Nothing' : parts.join(', ')
}
