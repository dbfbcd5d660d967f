import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import type { Failure } from '#shared/kit'
import { closeDialog, installOffered, useInstall } from '../../state'
import { Button, Dialog, FailureNote } from '../../ui'

/** A plugin package that was dropped: who made it and what it asks for, before anything of it is installed. */
export function InstallDialog() {
  const offer = useInstall(state => state.offer)
  const [failure, setFailure] = useState<Failure>()
  const [busy, setBusy] = useState(false)
  if (offer === undefined) return undefined
  const { name, version, author, description, permissions } = offer.plugin

  async function install(): Promise<void> {
    setBusy(true)
    const installed = await installOffered()
    setBusy(false)
    if (!installed.ok) setFailure(installed.error)
  }

  const asks = permissions.length > 0
  const Shield = asks ? ShieldAlert : ShieldCheck
  return (
    <Dialog
      title={`Install ${name}?`}
      description="A plugin package was dropped."
      testId="install-dialog"
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button
            look="primary"
            disabled={busy}
            data-testid="install-confirm"
            onClick={() => void install()}
          >
            Install
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-sm select-text">
        <p className="text-xs text-faint">
          {version} · {author}
        </p>
        <p>{description}</p>
        <div className="flex gap-2.5 rounded border border-line bg-well p-3 text-xs">
          <Shield
            size={16}
            aria-hidden
            className={asks ? 'shrink-0 text-warn' : 'shrink-0 text-good'}
          />
          {asks ? (
            <div className="flex flex-col gap-1">
              <p>It asks for these rights. You are asked again when it first uses one.</p>
              <ul className="flex list-disc flex-col gap-0.5 pl-4 text-soft">
                {permissions.map(words => (
                  <li key={words}>{words}</li>
                ))}
              </ul>
            </div>
          ) : (
            <p>It asks for no rights: it can reach neither your files nor the network.</p>
          )}
        </div>
        {failure !== undefined && (
          <FailureNote message={failure.message} testId="install-failure" />
        )}
      </div>
    </Dialog>
  )
}
