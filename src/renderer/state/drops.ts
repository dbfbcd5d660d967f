import { create } from 'zustand'
import type { DropKind, DroppedPackage } from '#shared/contract'
import { fail, ok, err, type Result } from '#shared/kit'
import { connection } from './connection'
import { closeDialog, openDialog } from './dialogs'
import { openProject } from './files'
import { projectHandle, settled } from './project'
import { toast } from './toasts'

interface Offer {
  readonly file: File
  readonly plugin: DroppedPackage
}

/** The plugin package that was dropped last, until it is installed or refused. */
export const useInstall = create<{ readonly offer: Offer | undefined }>(() => ({
  offer: undefined,
}))

/** Takes in a MIDI file, a bundle or a plugin package. A package is shown first, with what it asks for. */
export async function takeDropped(file: File): Promise<Result<void>> {
  await settled()
  const project = projectHandle()
  const taken = await connection().takeDrop(file, {
    kind: dropKindOf(file),
    project,
    agreed: false,
  })
  if (!taken.ok) return taken
  const { midi, bundle, package: plugin } = taken.value
  if (midi !== undefined) {
    const { notes, nodes } = midi
    const tracks = nodes.length === 1 ? '1 track' : `${nodes.length} tracks`
    toast({ tone: 'done', text: `${notes} notes on ${tracks}.` })
  }
  if (bundle !== undefined && !(await openProject(bundle.path))) {
    return err(fail('bundle-damaged', 'What was unpacked could not be opened.'))
  }
  if (plugin !== undefined) {
    useInstall.setState({ offer: { file, plugin } })
    openDialog('install')
  }
  return ok()
}

/** The user has read what the plugin asks for, and wants it. */
export async function installOffered(): Promise<Result<void>> {
  const { offer } = useInstall.getState()
  if (offer === undefined) return ok()
  const drop = { kind: 'package', project: projectHandle(), agreed: true } as const
  const taken = await connection().takeDrop(offer.file, drop)
  if (!taken.ok) return taken
  useInstall.setState({ offer: undefined })
  closeDialog()
  toast({ tone: 'done', text: `${offer.plugin.name} is installed. Its nodes are in the browser.` })
  return ok()
}

function dropKindOf({ name }: File): DropKind {
  if (/\.midi?$/i.test(name)) return 'midi'
  return /\.wireharpz$/i.test(name) ? 'bundle' : 'package'
}
