import { ok, type Result } from '#shared/kit'
import { fileNameOf } from '../../kit'
import { dispatch, saveAs, toast, useDocument } from '../../state'
import { PlaceDialog } from './PlaceDialog'

/** Saves the project under a name, with its audio. */
export function SaveAsDialog() {
  const title = useDocument(document => document.title)

  async function save(path: string, replace: boolean, name: string): Promise<Result<void>> {
    if (title === 'Untitled') nameAfter(name)
    const saved = await saveAs(path, replace)
    if (!saved.ok) return saved
    toast({ tone: 'done', text: `Saved to ${saved.value.path}` })
    return ok()
  }

  return (
    <PlaceDialog
      files
      title="Save as"
      description="Choose a folder and a name."
      testId="save-as"
      confirm="Save"
      name={fileNameOf(title)}
      fileName={fileNameOf}
      onConfirm={save}
    />
  )
}

/** A project that was never named takes the name of its file. */
function nameAfter(name: string): void {
  const title = fileNameOf(name).replace(/\.wireharp$/, '')
  dispatch('Name project', [{ kind: 'set-title', title }])
}
