import { useState } from 'react'
import type { Failure } from '#shared/kit'
import { attempt, fileNameOf, joinPath } from '../../kit'
import { client, closeDialog, toast, useFolder, useMakePlugin, useSystem } from '../../state'
import { Button, Choice, Dialog, FailureNote, FolderList, TextField, Toggle } from '../../ui'

/** Writes the plugin that was made as a file for others, or as a folder to go on with. */
export function WritePackageDialog() {
  const made = useMakePlugin(state => state.made)
  const folder = useFolder(useSystem(state => state.info?.projectsFolder))
  const [form, setForm] = useState<'package' | 'folder'>('package')
  const [certify, setCertify] = useState(true)
  const [name, setName] = useState(() => baseName(made?.plugin, made?.version))
  const [failure, setFailure] = useState<Failure>()
  const [busy, setBusy] = useState(false)
  if (made === undefined) return undefined
  const { plugin } = made
  const exists = failure?.code === 'file-exists' && form === 'package'

  async function write(): Promise<void> {
    if (folder.listing === undefined || busy) return
    setBusy(true)
    const base = fileNameOf(name.replace(/\.tgz$/, '')).replace(/\.wireharp$/, '')
    const path = joinPath(folder.listing.path, form === 'package' ? `${base}.tgz` : base)
    const written = await attempt(
      client().plugins.writePackage({ id: plugin, path, form, certify, replace: exists }),
    )
    setBusy(false)
    if (!written.ok) return setFailure(written.error)
    closeDialog()
    toast({ tone: 'done', text: `Wrote ${written.value.path}.` })
  }

  return (
    <Dialog
      wide
      title="Export the plugin"
      description="Choose where to write it."
      testId="write-package-dialog"
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button
            look={exists ? 'danger' : 'primary'}
            disabled={busy || name.trim() === ''}
            data-testid="write-package-confirm"
            onClick={() => void write()}
          >
            {busy ? 'Writing…' : exists ? 'Replace' : 'Export'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Choice
          spec={forms}
          value={form}
          label="Form"
          testId="write-package-form"
          onChange={next => {
            setForm(next === 'folder' ? 'folder' : 'package')
            setFailure(undefined)
          }}
        />
        <div className="flex items-center gap-2 text-xs text-soft">
          <Toggle
            on={certify}
            label="Check it, and put its certificate in"
            testId="write-package-certify"
            onChange={setCertify}
          />
          Check it, and put its certificate in
        </div>
        <TextField
          aria-label="Name"
          value={name}
          data-testid="write-package-name"
          onChange={event => {
            setName(event.currentTarget.value)
            setFailure(undefined)
          }}
        />
        {failure !== undefined && (
          <FailureNote message={failure.message} testId="write-package-failure" />
        )}
        {folder.listing !== undefined && (
          <FolderList listing={folder.listing} onFolder={path => folder.go(path)} />
        )}
        {folder.failure !== undefined && <FailureNote message={folder.failure.message} />}
      </div>
    </Dialog>
  )
}

const forms = {
  kind: 'choice' as const,
  label: 'Form',
  options: [
    { id: 'package', label: 'Package' },
    { id: 'folder', label: 'Folder' },
  ],
  default: 'package',
}

function baseName(plugin = 'plugin', version = '1.0.0'): string {
  return `${plugin.replace(/^@/, '').replaceAll('/', '-')}-${version}`
}
