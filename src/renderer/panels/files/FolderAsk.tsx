import { useState } from 'react'
import type { Failure, Result } from '#shared/kit'
import { joinPath } from '../../kit'
import { closeDialog, useFolder } from '../../state'
import { Button, Dialog, FailureNote, FolderList, TextField } from '../../ui'

interface FolderAskProps {
  readonly title: string
  readonly description: string
  /** Its parts are `<testId>-dialog`, `<testId>-path`, `<testId>-confirm` and `<testId>-failure`. */
  readonly testId: string
  readonly confirm: string
  /** The folder to begin in. */
  readonly start: string | undefined
  /** The name of a file that is looked for in the folder; without it the folder is what is asked for. */
  readonly file?: string
  /** The dialog stays for as long as that fails. */
  readonly onConfirm: (path: string) => Promise<Result<void>>
}

/** Asks for a folder of sounds, or for a file in one, by walking there or by its path. */
export function FolderAsk(props: FolderAskProps) {
  const { title, description, testId, confirm, start, file, onConfirm } = props
  const [typed, setTyped] = useState<string>()
  const [failure, setFailure] = useState<Failure>()
  const folder = useFolder(start, () => {
    setTyped(undefined)
    setFailure(undefined)
  })
  const here = folder.listing?.path ?? ''
  const shown = typed ?? (file === undefined || here === '' ? here : joinPath(here, file))
  const path = shown.trim()

  async function take(): Promise<void> {
    if (path === '') return
    const done = await onConfirm(path)
    if (done.ok) closeDialog()
    else setFailure(done.error)
  }

  const label = file === undefined ? 'Folder' : 'File'
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
            look="primary"
            disabled={path === ''}
            data-testid={`${testId}-confirm`}
            onClick={() => void take()}
          >
            {confirm}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={event => {
          event.preventDefault()
          void take()
        }}
      >
        {folder.listing !== undefined && (
          <FolderList listing={folder.listing} onFolder={next => folder.go(next)} />
        )}
        {folder.failure !== undefined && <FailureNote message={folder.failure.message} />}
        <div className="flex flex-col gap-1 text-xs text-soft">
          <span aria-hidden>{label}</span>
          <TextField
            aria-label={label}
            value={shown}
            data-testid={`${testId}-path`}
            onChange={event => {
              setTyped(event.currentTarget.value)
              setFailure(undefined)
            }}
          />
        </div>
        {failure !== undefined && (
          <FailureNote message={failure.message} testId={`${testId}-failure`} />
        )}
      </form>
    </Dialog>
  )
}
