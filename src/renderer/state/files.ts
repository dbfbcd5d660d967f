import { create } from 'zustand'
import type { ProjectState, SystemInfo } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt } from '../kit'
import { client, connection } from './connection'
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
  const created = attempt(client().project.create(template === undefined ? {} : { template }))
  return toldIfFailed(await show(created))
}

export async function openProject(path: string): Promise<boolean> {
  return toldIfFailed(await tryOpening(path))
}

/** A socket takes messages of 16 MB, and a letter has up to three bytes. */
const MAX_CALL_LETTERS = 5_000_000

/** Opens the project that a sound file carries, as a draft. */
export async function openEmbedded(text: string, path: string | undefined): Promise<boolean> {
  if (text.length > MAX_CALL_LETTERS && connection().face === 'browser') {
    const detail = `The project in the sound has ${text.length} letters.`
    return toldIfFailed(err(fail('project-too-large', detail)))
  }
  const opening = client().project.openEmbedded({
    text,
    beside: projectHandle(),
    ...(path !== undefined && { path }),
  })
  return toldIfFailed(await show(attempt(opening)))
}

/** As `openProject`, for a dialog that shows a failure itself. */
export async function tryOpening(path: string): Promise<Result<void>> {
  return await show(attempt(client().project.open({ path })))
}

function toldIfFailed(result: Result<void>): boolean {
  if (!result.ok) toastFailure(result.error)
  return result.ok
}

async function show(opening: Promise<Result<ProjectState>>): Promise<Result<void>> {
  await settled()
  const state = await opening
  if (!state.ok) return state
  if (useTransport.getState().playing) await stop()
  clearSelection()
  clearLevels()
  const left = projectHandle()
  useTransport.setState({ start: 0 })
  showProject(state.value)
  if (left !== state.value.project) void attempt(client().project.close({ project: left }))
  closeDialog()
  tellRecovered(state.value)
  return ok()
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
