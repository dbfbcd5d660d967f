import { useState, type ReactNode } from 'react'
import type { Failure, Result } from '#shared/kit'
import { joinPath } from '../../kit'
import { closeDialog, useFolder, useSystem } from '../../state'
import { Button, Dialog, FailureNote, FolderList, TextField } from '../../ui'

interface PlaceDialogProps {
  readonly title: string
  readonly description: string
  /** Its parts are `<testId>-name`, `<testId>-confirm` and `<testId>-failure`. */
  readonly testId: string
  /** What the button says while nothing is in the way. */
  readonly confirm: string
  readonly name: string
  /** The name of the file for what was typed. */
  readonly fileName: (typed: string) => string
  /** Whether a file of the folder may be chosen, to be replaced. */
  readonly files?: boolean
  /** Writes it; the dialog stays for as long as that fails. */
  readonly onConfirm: (path: string, replace: boolean, typed: string) => Promise<Result<void>>
  readonly children?: ReactNode
}

/** Asks for a folder and a name. Where there is a file of that name, the button replaces it the second time. */
export function PlaceDialog(props: PlaceDialogProps) {
  const { title, description, testId, confirm, fileName, files = false, children } = props
  const folder = useFolder(useSystem(state => state.info?.projectsFolder))
  const [name, setName] = useState(props.name)
  const [failure, setFailure] = useState<Failure>()
  const [busy, setBusy] = useState(false)
  const exists = failure?.code === 'file-exists'

  async function write(): Promise<void> {
    if (folder.listing === undefined || name.trim() === '' || busy) return
    setBusy(true)
    const path = joinPath(folder.listing.path, fileName(name))
    const written = await props.onConfirm(path, exists, name)
    setBusy(false)
    if (written.ok) closeDialog()
    else setFailure(written.error)
  }

  function change(next: string): void {
    setName(next)
    setFailure(undefined)
  }

  return (
    <Dialog
      wide
      title={title}
      description={description}
      testId={`${testId}-dialog`}
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button
            look={exists ? 'danger' : 'primary'}
            disabled={busy || name.trim() === ''}
            data-testid={`${testId}-confirm`}
            onClick={() => void write()}
          >
            {exists ? 'Replace' : confirm}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={event => {
          event.preventDefault()
          void write()
        }}
      >
        {children}
        <div className="flex flex-col gap-1 text-xs text-soft">
          <span aria-hidden>Name</span>
          <TextField
            aria-label="Name"
            value={name}
            aria-invalid={failure !== undefined}
            data-testid={`${testId}-name`}
            onChange={event => change(event.currentTarget.value)}
          />
        </div>
        {failure !== undefined && (
          <FailureNote message={failure.message} testId={`${testId}-failure`} />
        )}
        {folder.listing !== undefined && (
          <FolderList
            listing={folder.listing}
            onFolder={path => {
              setFailure(undefined)
              folder.go(path)
            }}
            {...(files && { onProject: (_path: string, chosen: string) => change(chosen) })}
          />
        )}
        {folder.failure !== undefined && <FailureNote message={folder.failure.message} />}
      </form>
    </Dialog>
  )
}
