import { useState } from 'react'
import type { Failure } from '#shared/kit'
import { attempt, fileNameOf, joinPath } from '../../kit'
import {
  client,
  closeDialog,
  projectHandle,
  settled,
  toast,
  useDocument,
  useFolder,
  useSystem,
} from '../../state'
import { Button, Dialog, FailureNote, FolderList, TextField } from '../../ui'

/** Writes the project and its sounds as one file, to be sent to somebody. */
export function ShareDialog() {
  const title = useDocument(document => document.title)
  const folder = useFolder(useSystem(state => state.info?.projectsFolder))
  const [name, setName] = useState(() => bundleName(title))
  const [failure, setFailure] = useState<Failure>()
  const [busy, setBusy] = useState(false)
  const exists = failure?.code === 'file-exists'

  async function share(): Promise<void> {
    if (folder.listing === undefined || busy) return
    setBusy(true)
    await settled()
    const path = joinPath(folder.listing.path, bundleName(name))
    const place = { project: projectHandle(), path, replace: exists }
    const shared = await attempt(client().project.share(place))
    setBusy(false)
    if (!shared.ok) return setFailure(shared.error)
    closeDialog()
    const { bytes, missing } = shared.value
    const size = `${(bytes / 1e6).toFixed(1)} MB`
    const lacks = missing.length === 0 ? '' : ` Missing: ${missing.join(', ')}.`
    toast({
      tone: missing.length === 0 ? 'done' : 'info',
      text: `${shared.value.path}, ${size}.${lacks}`,
    })
  }

  return (
    <Dialog
      wide
      title="Share the project"
      description="Choose where to write the bundle."
      testId="share-dialog"
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button
            look={exists ? 'danger' : 'primary'}
            disabled={busy || name.trim() === ''}
            data-testid="share-confirm"
            onClick={() => void share()}
          >
            {exists ? 'Replace' : 'Share'}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={event => {
          event.preventDefault()
          void share()
        }}
      >
        <p className="text-xs text-soft">
          One file with the project and all its sounds. Whoever gets it drops it on their Wireharp.
        </p>
        <TextField
          aria-label="Name"
          value={name}
          data-testid="share-name"
          onChange={event => {
            setName(event.currentTarget.value)
            setFailure(undefined)
          }}
        />
        {failure !== undefined && <FailureNote message={failure.message} testId="share-failure" />}
        {folder.listing !== undefined && (
          <FolderList listing={folder.listing} onFolder={path => folder.go(path)} />
        )}
        {folder.failure !== undefined && <FailureNote message={folder.failure.message} />}
      </form>
    </Dialog>
  )
}

function bundleName(text: string): string {
  return `${fileNameOf(text.replace(/\.wireharpz$/i, ''))}z`
}
