import { connection } from '../connection'
import { openDialog } from '../dialogs'
import { toast, toastFailure } from '../toasts'
import { addSoundFolder } from './actions'

/**
 * What was dropped on the library: a folder is added to it, of a file the folder that it lies in. A browser does not
 * tell where that is: there it is asked for.
 */
export async function dropOnSounds(files: readonly File[]): Promise<void> {
  const [file] = files
  if (file === undefined) return
  const path = connection().pathOf(file)
  if (path === undefined) {
    toast({ tone: 'info', text: 'A browser does not tell where a file lies: choose its folder.' })
    return openDialog('add-folder')
  }
  const added = await addSoundFolder(/\.\w{2,4}$/.test(file.name) ? folderOf(path) : path)
  if (!added.ok) toastFailure(added.error)
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'), 1))
}
