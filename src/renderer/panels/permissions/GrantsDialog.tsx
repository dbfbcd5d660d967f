import { ShieldCheck } from 'lucide-react'
import { permissionInWords } from '#shared/graph'
import type { Grant } from '#shared/contract'
import { closeDialog, revokeGrant, setPluginsOffline, usePermissions } from '../../state'
import { Button, Dialog, EmptyState, Toggle } from '../../ui'

/** What plugins may do and may not, each to be taken back; and the switch that keeps them all off the network. */
export function GrantsDialog() {
  const grants = usePermissions(state => state.grants)
  const offline = usePermissions(state => state.offline)
  return (
    <Dialog
      wide
      title="Plugin permissions"
      description="What you have allowed plugins to do, and denied them."
      testId="grants-dialog"
      onClose={closeDialog}
    >
      <div className="flex items-center gap-3 pb-4 text-sm">
        <Toggle
          on={offline}
          label="Keep all plugins offline"
          testId="plugins-offline"
          onChange={next => void setPluginsOffline(next)}
        />
        <span>Keep all plugins offline</span>
      </div>
      <GrantList grants={grants} />
    </Dialog>
  )
}

export function GrantList({ grants }: { readonly grants: readonly Grant[] }) {
  if (grants.length === 0) {
    return (
      <EmptyState icon={ShieldCheck} title="No plugin has asked for anything yet">
        One that needs to will ask, in the middle of what you do.
      </EmptyState>
    )
  }
  return (
    <ul className="divide-y divide-line" data-testid="grants">
      {grants.map(grant => (
        <GrantRow key={`${grant.plugin} ${grant.right} ${grant.target}`} grant={grant} />
      ))}
    </ul>
  )
}

function GrantRow({ grant }: { readonly grant: Grant }) {
  const { plugin, right, target, allowed, until } = grant
  const words = permissionInWords({ right, ...(target !== '*' && { scope: [target] }) })
  return (
    <li className="flex items-center gap-3 py-2 text-sm">
      <span className="w-32 shrink-0 truncate text-soft">{plugin}</span>
      <span className="min-w-0 flex-1 break-all">{words}</span>
      <span className={allowed ? 'text-good' : 'text-warn'}>
        {allowed ? 'allowed' : 'denied'}
        {until === 'session' ? ' until you quit' : ''}
      </span>
      <Button look="quiet" data-testid="revoke" onClick={() => void revokeGrant(grant)}>
        Take back
      </Button>
    </li>
  )
}
