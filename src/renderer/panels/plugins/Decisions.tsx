import { permissionInWords } from '#shared/graph'
import { revokeGrant, usePermissions } from '../../state'
import { Button } from '../../ui'

/** What was decided of a plugin's wishes, each to be taken back. */
export function Decisions({ plugin }: { readonly plugin: string }) {
  const grants = usePermissions(state => state.grants)
  const own = grants.filter(grant => grant.plugin === plugin)
  return own.map(grant => {
    const { right, target, allowed, until } = grant
    const words = permissionInWords({ right, ...(target !== '*' && { scope: [target] }) })
    return (
      <div key={`${right} ${target}`} className="flex items-center gap-2 text-xs">
        <span className="min-w-0 flex-1 break-all">
          {words}: {allowed ? 'allowed' : 'denied'}
          {until === 'session' ? ' until you quit' : ''}
        </span>
        <Button look="quiet" className="h-6 px-2" onClick={() => void revokeGrant(grant)}>
          Take back
        </Button>
      </div>
    )
  })
}
