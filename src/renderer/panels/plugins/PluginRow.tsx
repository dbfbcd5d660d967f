import type { PluginInfo } from '#shared/contract'
import { classNames } from '../../ui'
import { stateWords } from './state-words'

interface PluginRowProps {
  readonly plugin: PluginInfo
  readonly selected: boolean
  readonly onChoose: () => void
}

/** A plugin in the list: its name, its version, and its state as a dot and, where it does not run, in words. */
export function PluginRow({ plugin, selected, onChoose }: PluginRowProps) {
  const [word, color] = stateWords[plugin.state]
  return (
    <li>
      <button
        type="button"
        aria-current={selected}
        data-testid="plugin-row"
        data-plugin={plugin.id}
        data-state={plugin.state}
        className={classNames(
          'flex w-full items-start gap-2 rounded px-2 py-1 text-left -outline-offset-2 hover:bg-control',
          selected && 'bg-control',
        )}
        onClick={onChoose}
      >
        <span aria-hidden className={classNames('mt-1 size-2 shrink-0 rounded-full', color)} />
        <span className="min-w-0 flex-1">
          <span
            className={classNames(
              'block truncate text-sm',
              plugin.state === 'disabled' ? 'text-soft' : 'text-text',
            )}
          >
            {plugin.name}
          </span>
          <span className="block truncate text-xs text-faint">
            {plugin.state === 'enabled' ? plugin.kind : word}
          </span>
        </span>
        <span className="shrink-0 text-xs text-faint">{plugin.version}</span>
      </button>
    </li>
  )
}
