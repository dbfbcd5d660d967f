import { useEffect, useState } from 'react'
import type { PluginSystemStatus } from '#shared/contract'
import { attempt } from '../../kit'
import { client, usePlugins } from '../../state'
import { FailureNote } from '../../ui'

/** Below the list: what is odd about the settings file, and how many plugins are enabled. */
export function ListFooter() {
  const revision = usePlugins(state => state.revision)
  const [status, setStatus] = useState<PluginSystemStatus>()
  useEffect(() => {
    let current = true
    void attempt(client().plugins.status()).then(answer => {
      if (current && answer.ok) setStatus(answer.value)
    })
    return () => {
      current = false
    }
  }, [revision])
  if (status === undefined) return undefined
  return (
    <div className="flex max-h-40 flex-col gap-2 overflow-y-auto border-t border-line p-2">
      {status.warnings.map(warning => (
        <FailureNote key={warning} message={`config.yaml: ${warning}`} tone="warning" />
      ))}
      <p className="px-1 text-xs text-faint">
        {status.states.enabled} of {status.total} enabled
      </p>
    </div>
  )
}
