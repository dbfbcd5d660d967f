import { useCallback } from 'react'
import type { PluginLogLine } from '#shared/contract'
import { attempt, usePolled } from '../../kit'
import { client } from '../../state'
import { classNames, PageSection } from '../../ui'

const colors: Readonly<Record<PluginLogLine['level'], string>> = {
  debug: 'text-faint',
  info: 'text-soft',
  warn: 'text-warn',
  error: 'text-bad',
}

/** The newest lines that a plugin logged. */
export function PluginLog({ plugin }: { readonly plugin: string }) {
  const ask = useCallback(() => attempt(client().plugins.log({ id: plugin, lines: 100 })), [plugin])
  const lines = usePolled(ask, 2000).at(-1) ?? []
  return (
    <PageSection title="Log">
      {lines.length === 0 ? (
        <p className="text-xs text-faint">It has logged nothing.</p>
      ) : (
        <ol
          data-testid="plugin-log"
          className="max-h-40 overflow-y-auto rounded border border-line bg-well p-2 font-mono text-xs select-text"
        >
          {lines.map((line, index) => (
            <li key={`${line.time} ${index}`} className="flex gap-2">
              <time className="shrink-0 text-faint">{timeOf(line.time)}</time>
              <span className={classNames('w-9 shrink-0', colors[line.level])}>{line.level}</span>
              <span className="min-w-0 break-words whitespace-pre-wrap">{line.text}</span>
            </li>
          ))}
        </ol>
      )}
    </PageSection>
  )
}

function timeOf(time: number): string {
  return new Date(time).toTimeString().slice(0, 8)
}
