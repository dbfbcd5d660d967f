import { permissionInWords } from '#shared/graph'
import type { PermissionAsk } from '#shared/contract'
import { answerAsk, usePermissions } from '../../state'
import { Button, Dialog } from '../../ui'

/** Asks for what a plugin wants to do, one question after the other. Closing it denies. */
export function PermissionDialog() {
  const ask = usePermissions(state => state.asks[0])
  return ask === undefined ? undefined : <Question key={ask.id} ask={ask} />
}

function Question({ ask }: { readonly ask: PermissionAsk }) {
  const { id, plugin, name, right, target, why, isPrivate } = ask
  const wish = permissionInWords({ right, ...(target !== '*' && { scope: [target] }) })
  return (
    <Dialog
      title={`${name} asks for a right`}
      description={`${name} wants to do this: ${wish}`}
      testId="permission-dialog"
      onClose={() => void answerAsk(id, 'deny')}
      footer={
        <>
          <Button
            look="danger"
            data-testid="permission-deny"
            onClick={() => void answerAsk(id, 'deny')}
          >
            Deny
          </Button>
          <span className="flex-1" />
          <Button
            look="primary"
            data-testid="permission-once"
            onClick={() => void answerAsk(id, 'once')}
          >
            Once
          </Button>
          <Button data-testid="permission-session" onClick={() => void answerAsk(id, 'session')}>
            Until I quit
          </Button>
          <Button data-testid="permission-always" onClick={() => void answerAsk(id, 'always')}>
            Always
          </Button>
        </>
      }
    >
      <p className="text-sm text-soft">
        The plugin <b className="text-text">{name}</b> ({plugin}) wants to:
      </p>
      <p className="py-3 text-base break-all" data-testid="permission-wish">
        {wish}
      </p>
      {why !== undefined && <p className="text-sm text-soft">It says: “{why}”</p>}
      {isPrivate && (
        <p className="pt-2 text-sm text-warn">This is a machine in your own network.</p>
      )}
      <p className="pt-3 text-xs text-faint">
        You can take this back at any time: Menu, Plugin permissions.
      </p>
    </Dialog>
  )
}
