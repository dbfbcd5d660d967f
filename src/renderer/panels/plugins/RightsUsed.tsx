import { useCallback } from 'react'
import { permissionInWords } from '#shared/graph'
import type { AuditEntry } from '#shared/contract'
import { attempt, usePolled } from '../../kit'
import { client } from '../../state'
import { LogLines } from './LogLines'

const allowedBy: Partial<Readonly<Record<AuditEntry['by'], string>>> = {
  asked: 'you allowed it',
  kept: 'allowed before',
  'built-in': 'it comes with Wireharp',
}

const deniedBy: Readonly<Record<AuditEntry['by'], string>> = {
  asked: 'you denied it',
  kept: 'denied before',
  'built-in': 'denied',
  undeclared: 'its manifest does not ask for it',
  policy: 'the policy keeps it from all plugins',
  offline: 'plugins are offline',
  nobody: 'nobody was there to be asked',
  revoked: 'taken back',
}

/** What a plugin did with its rights, and what it wanted and did not get: the newest first. Nothing before there is any. */
export function RightsUsed({ plugin }: { readonly plugin: string }) {
  const ask = useCallback(
    () => attempt(client().permissions.audit({ plugin, limit: 100 })),
    [plugin],
  )
  const entries = usePolled(ask, 5000).at(-1) ?? []
  if (entries.length === 0) return undefined
  const lines = entries.map(entry => ({
    time: entry.time,
    kind: entry.allowed ? 'allowed' : 'denied ',
    color: entry.allowed ? 'text-soft' : 'text-warn',
    text: inWords(entry),
  }))
  return (
    <>
      <h4 className="text-xs text-soft">What it did, and wanted to do</h4>
      <LogLines testId="rights-used" lines={lines} />
    </>
  )
}

function inWords({ right, target, allowed, by, detail }: AuditEntry): string {
  const wish = permissionInWords({ right, ...(target !== '*' && { scope: [target] }) })
  const reason = (allowed ? allowedBy[by] : undefined) ?? deniedBy[by]
  return `${wish}${detail === undefined ? '' : `, ${detail}`} (${reason})`
}
