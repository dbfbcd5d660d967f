import { useCallback } from 'react'
import type { PluginLogLine } from '#shared/contract'
import { attempt, usePolled } from '../../kit'
import { client } from '../../state'
import { PageSection } from '../../ui'
import { LogLines } from './LogLines'

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
        <LogLines
          testId="plugin-log"
          lines={lines.map(({ time, level, text }) => ({
            ...{ time, text },
            kind: level.padEnd(5),
            color: colors[level],
          }))}
        />
      )}
    </PageSection>
  )
}
