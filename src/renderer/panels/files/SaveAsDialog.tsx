import { useState } from 'react'
import type { Failure } from '#shared/kit'
import { fileNameOf, joinPath } from '../../kit'
import {
  closeDialog,
  dispatch,
  saveAs,
  toast,
  useDocument,
  useFolder,
  useSystem,
} from '../../state'
import { Button, Dialog, FailureNote, FolderList, TextField } from '../../ui'

/** A project that was never named takes the name of its file. */
function nameAfter(name: string): void {
  const title = fileNameOf(name).replace(/\.wireharp$/, '')
  dispatch('Name project', [{ kind: 'set-title', title }])
}

/** Saves the project under a name, with its audio. */
export function SaveAsDialog() {
  const title = useDocument(document => document.title)
  const folder = useFolder(useSystem(state => state.info?.projectsFolder))
  const [name, setName] = useState(() => fileNameOf(title))
  const [failure, setFailure] = useState<Failure>()
  const [busy, setBusy] = useState(false)
  const exists = failure?.code === 'file-exists'

  async function confirm(): Promise<void> {
    if (folder.listing === undefined || name.trim() === '' || busy) return
    setBusy(true)
    if (title === 'Untitled') nameAfter(name)
    const saved = await saveAs(joinPath(folder.listing.path, fileNameOf(name)), exists)
    setBusy(false)
    if (!saved.ok) return setFailure(saved.error)
    closeDialog()
    toast({ tone: 'done', text: `Saved to ${saved.value.path}` })
  }

  return (
    <Dialog
      wide
      title="Save as"
      description="Choose a folder and a name."
      testId="save-as-dialog"
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button
            look={exists ? 'danger' : 'primary'}
            disabled={busy || name.trim() === ''}
            data-testid="save-as-confirm"
            onClick={() => void confirm()}
          >
            {exists ? 'Replace' : 'Save'}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={event => {
          event.preventDefault()
          void confirm()
        }}
      >
        <div className="flex flex-col gap-1 text-xs text-soft">
          <span aria-hidden>Name</span>
          <TextField
            aria-label="Name"
            value={name}
            aria-invalid={failure !== undefined}
            data-testid="save-as-name"
            onChange={event => {
              setName(event.currentTarget.value)
              setFailure(undefined)
            }}
          />
        </div>
        {failure !== undefined && (
          <FailureNote message={failure.message} testId="save-as-failure" />
        )}
        {folder.listing !== undefined && (
          <FolderList
            listing={folder.listing}
            onFolder={path => {
              setFailure(undefined)
              folder.go(path)
            }}
            onProject={(_path, chosen) => setName(chosen)}
          />
        )}
        {folder.failure !== undefined && <FailureNote message={folder.failure.message} />}
      </form>
    </Dialog>
  )
}
