import { PackageCheck } from 'lucide-react'
import { useState } from 'react'
import type { Failure } from '#shared/kit'
import {
  changeDraft,
  closeDialog,
  installDraft,
  openDialog,
  openPublish,
  useMakePlugin,
} from '../../state'
import { Button, Dialog, FailureNote } from '../../ui'
import { AboutFields } from './AboutFields'
import { ParamRows } from './ParamRows'
import { PortRows } from './PortRows'

/** A plugin out of a group: what it is called, what it shows, and what it says of itself. */
export function MakePluginDialog() {
  const { draft, replaces, made } = useMakePlugin()
  const [failure, setFailure] = useState<Failure>()
  const [busy, setBusy] = useState(false)
  if (draft === undefined) return undefined

  async function install(): Promise<void> {
    if (busy) return
    setBusy(true)
    const installed = await installDraft()
    setBusy(false)
    setFailure(installed.ok ? undefined : installed.error)
  }

  const version = made?.version ?? replaces?.version
  return (
    <Dialog
      wide="very"
      title={replaces === undefined ? 'Make plugin' : `Make plugin: a newer ${replaces.name}`}
      description="A plugin out of the selected nodes."
      testId="make-plugin-dialog"
      onClose={closeDialog}
      footer={
        made === undefined ? (
          <>
            {failure !== undefined && (
              <FailureNote message={failure.message} testId="make-failure" />
            )}
            <Button onClick={closeDialog}>Cancel</Button>
            <Button
              look="primary"
              disabled={busy || draft.name.trim() === ''}
              data-testid="make-install"
              onClick={() => void install()}
            >
              {replaces === undefined ? 'Install' : 'Save newer version'}
            </Button>
          </>
        ) : (
          <>
            <Button data-testid="make-export" onClick={() => openDialog('write-package')}>
              Export package…
            </Button>
            <Button data-testid="make-publish" onClick={() => void openPublish(made.plugin)}>
              Publish…
            </Button>
            <Button look="primary" data-testid="make-done" onClick={closeDialog}>
              Done
            </Button>
          </>
        )
      }
    >
      {made === undefined ? (
        <form
          className="grid grid-cols-[300px_minmax(0,1fr)] gap-6"
          onSubmit={event => {
            event.preventDefault()
            void install()
          }}
        >
          <AboutFields draft={draft} idIsFixed={replaces !== undefined} />
          <div className="flex min-w-0 flex-col gap-4">
            <div className="flex gap-4">
              <PortRows
                title="Inputs"
                ports={draft.inputs}
                onChange={inputs => changeDraft({ inputs })}
              />
              <PortRows
                title="Outputs"
                ports={draft.outputs}
                onChange={outputs => changeDraft({ outputs })}
              />
            </div>
            <ParamRows params={draft.params} onChange={params => changeDraft({ params })} />
          </div>
        </form>
      ) : (
        <div data-testid="made-plugin" className="flex items-center gap-3 text-sm">
          <PackageCheck size={28} aria-hidden className="shrink-0 text-good" />
          <p>
            {draft.name} {version} is installed, under “{draft.about.category}” in the browser.
            “Edit as graph” in the menu of its node opens it again.
          </p>
        </div>
      )}
    </Dialog>
  )
}
