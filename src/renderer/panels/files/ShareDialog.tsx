import { ok, type Result } from '#shared/kit'
import { attempt, fileNameOf } from '../../kit'
import { client, projectHandle, settled, toast, useDocument } from '../../state'
import { PlaceDialog } from './PlaceDialog'

/** Writes the project and its sounds as one file, to be sent to somebody. */
export function ShareDialog() {
  const title = useDocument(document => document.title)
  return (
    <PlaceDialog
      title="Share the project"
      description="Choose where to write the bundle."
      testId="share"
      confirm="Share"
      name={bundleName(title)}
      fileName={bundleName}
      onConfirm={share}
    >
      <p className="text-xs text-soft">
        One file with the project and all its sounds. Whoever gets it drops it on their Wireharp.
      </p>
    </PlaceDialog>
  )
}

async function share(path: string, replace: boolean): Promise<Result<void>> {
  await settled()
  const shared = await attempt(client().project.share({ project: projectHandle(), path, replace }))
  if (!shared.ok) return shared
  const { bytes, missing } = shared.value
  const lacks = missing.length === 0 ? '' : ` Missing: ${missing.join(', ')}.`
  toast({
    tone: missing.length === 0 ? 'done' : 'info',
    text: `${shared.value.path}, ${(bytes / 1e6).toFixed(1)} MB.${lacks}`,
  })
  return ok()
}

function bundleName(text: string): string {
  return `${fileNameOf(text.replace(/\.wireharpz$/i, ''))}z`
}
