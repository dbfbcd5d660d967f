import { useState } from 'react'
import type { Failure } from '#shared/kit'
import { addSoundFolder, closeDialog, showLibrary, useFolder, useSystem } from '../../state'
import { Button, Dialog, FailureNote, FolderList, TextField } from '../../ui'

/** Chooses a folder of sounds. */
export function AddFolderDialog() {
  const [typed, setTyped] = useState<string>()
  const [failure, setFailure] = useState<Failure>()
  const home = useSystem(state => state.info?.projectsFolder)
  const folder = useFolder(home, () => setTyped(undefined))
  const path = (typed ?? folder.listing?.path ?? '').trim()

  async function add(): Promise<void> {
    if (path === '') return
    const added = await addSoundFolder(path)
    if (!added.ok) return setFailure(added.error)
    closeDialog()
    showLibrary()
  }

  return (
    <Dialog
      wide
      title="Add a folder of sounds"
      description="Every sound in it is heard once, and the folder is watched from then on. The files stay as they are."
      testId="add-folder-dialog"
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button
            look="primary"
            disabled={path === ''}
            data-testid="add-folder-confirm"
            onClick={() => void add()}
          >
            Add this folder
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={event => {
          event.preventDefault()
          void add()
        }}
      >
        {folder.listing !== undefined && (
          <FolderList listing={folder.listing} onFolder={next => folder.go(next)} />
        )}
        {folder.failure !== undefined && <FailureNote message={folder.failure.message} />}
        <div className="flex flex-col gap-1 text-xs text-soft">
          <span aria-hidden>Folder</span>
          <TextField
            aria-label="Folder"
            value={typed ?? folder.listing?.path ?? ''}
            data-testid="add-folder-path"
            onChange={event => {
              setTyped(event.currentTarget.value)
              setFailure(undefined)
            }}
          />
        </div>
        {failure !== undefined && (
          <FailureNote message={failure.message} testId="add-folder-failure" />
        )}
      </form>
    </Dialog>
  )
}
