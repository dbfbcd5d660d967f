import { create } from 'zustand'
import type { ProjectState, SystemInfo } from '#shared/contract'
import type { Result } from '#shared/kit'
import { attempt } from '../kit'
import { client } from './connection'
import { closeDialog, openDialog } from './dialogs'
import { clearLevels } from './levels'
import { mirrorNow, projectHandle, settled, showProject } from './project'
import { clearSelection } from './selection'
import { toast, toastFailure } from './toasts'
import { stop, useTransport } from './transport'

/** What the shell says about itself, once. */
export const useSystem = create<{ readonly info: SystemInfo | undefined }>(() => ({
  info: undefined,
}))

export async function newProject(template?: string): Promise<boolean> {
  return await show(attempt(client().project.create(template === undefined ? {} : { template })))
}

export async function openProject(path: string): Promise<boolean> {
  return await show(attempt(client().project.open({ path })))
}

async function show(opening: Promise<Result<ProjectState>>): Promise<boolean> {
  await settled()
  const state = await opening
  if (!state.ok) {
    toastFailure(state.error)
    return false
  }
  if (useTransport.getState().playing) await stop()
  clearSelection()
  clearLevels()
  useTransport.setState({ start: 0 })
  showProject(state.value)
  closeDialog()
  tellRecovered(state.value)
  return true
}

export function tellRecovered(state: ProjectState): void {
  if (state.recoveredEdits === 0) return
  const edits = state.recoveredEdits === 1 ? '1 edit' : `${state.recoveredEdits} edits`
  toast({ tone: 'info', text: `Recovered ${edits} that had not been saved to the file.` })
}

/** Saves to the file; a draft is asked for a name first. */
export async function save(): Promise<void> {
  if (mirrorNow().draft) return openDialog('save-as')
  await settled()
  const saved = await attempt(client().project.save({ project: projectHandle() }))
  if (saved.ok) toast({ tone: 'done', text: 'Saved.' })
  else toastFailure(saved.error)
}

/** The answer is left to the dialog, which shows a failure beside the name. */
export async function saveAs(path: string, replace: boolean): Promise<Result<{ path: string }>> {
  await settled()
  return await attempt(client().project.saveAs({ project: projectHandle(), path, replace }))
}
