import { create } from 'zustand'
import type { ProjectState, SystemInfo } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt } from '../kit'
import { client, connection } from './connection'
import { closeDialog, openDialog, useDialogs } from './dialogs'
import { clearLevels } from './levels'
import { mirrorNow, projectHandle, settled, showProject } from './project'
import { toast, toastFailure } from './toasts'
import { dropTab, forgetClosed, keepView, restoreView, startOf, useTabs, type Tab } from './tabs'
import { showTransport, stop, useTransport } from './transport'

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
  const asking = useDialogs.getState().open
  await settled()
  const state = await opening
  if (!state.ok) return state
  const left = mirrorNow()
  // What was opened while it loaded is another matter.
  if (useDialogs.getState().open === asking) closeDialog()
  if (left.project === state.value.project) return ok()
  const before = useTransport.getState().start
  keepView(before)
  clearLevels()
  useTransport.setState({ start: startOf(state.value.project) })
  showProject(state.value)
  showTransport()
  restoreView(state.value.project)
  // A draft in which nothing was ever done is not worth a tab.
  const untouched = left.draft && left.revision === 0 && left.pending.length === 0
  if (untouched) await abandon(left.path, left.project)
  tellRecovered(state.value)
  return ok()
}

async function abandon(path: string, project: string): Promise<void> {
  dropTab(path)
  forgetClosed(path)
  if (useTransport.getState().sounding === project) await stop()
  void attempt(client().project.close({ project, unlessShown: true }))
}

export async function showTab({ path }: Pick<Tab, 'path'>): Promise<boolean> {
  return path === mirrorNow().path || (await openProject(path))
}

/** The tab so many places to the right, or to the left where negative; around the end. */
export async function showNeighbour(way: number): Promise<void> {
  const { tabs } = useTabs.getState()
  const at = tabs.findIndex(tab => tab.path === mirrorNow().path)
  const next = tabs.at((at + way) % tabs.length)
  if (next !== undefined) await showTab(next)
}

/** Closes a tab. Its project keeps everything, and can be opened again; a new one follows the last. */
export async function closeTab({ path }: Pick<Tab, 'path'>): Promise<void> {
  const { tabs } = useTabs.getState()
  const at = tabs.findIndex(tab => tab.path === path)
  const tab = tabs[at]
  if (tab === undefined) return
  if (path === mirrorNow().path) {
    const next = tabs[at + 1] ?? tabs[at - 1]
    const shown = next === undefined ? await newProject() : await showTab(next)
    if (!shown) return
  }
  // An untouched draft went when it was left.
  if (useTabs.getState().tabs.every(other => other.path !== path)) return
  dropTab(path)
  // One that was open in the run before is opened to be closed.
  const project = tab.project ?? (await handleOf(path))
  if (project === undefined) return
  if (useTransport.getState().sounding === project) await stop()
  const closed = await attempt(client().project.close({ project, unlessShown: true }))
  if (!closed.ok) toastFailure(closed.error)
}

async function handleOf(path: string): Promise<string | undefined> {
  const state = await attempt(client().project.open({ path }))
  return state.ok ? state.value.project : undefined
}

/** Opens what was closed last. */
export async function reopenTab(): Promise<void> {
  const [path] = useTabs.getState().closed
  if (path === undefined) return
  forgetClosed(path)
  await openProject(path)
}

/** What the file of the shown project holds, in a tab of its own. */
export async function openFileBeside(): Promise<boolean> {
  return toldIfFailed(
    await show(attempt(client().project.openFileBeside({ project: projectHandle() }))),
  )
}

/** The project whose edits were recovered after a crash, while the user has not chosen what to go on with. */
export const useRecovery = create<{
  readonly project: string | undefined
  readonly edits: number
}>(() => ({ project: undefined, edits: 0 }))

export function settleRecovery(): void {
  useRecovery.setState({ project: undefined })
}

/** Goes on with what the file holds; the recovered edits are a step of undo away. */
export async function revertToFile(): Promise<void> {
  await settled()
  const answer = await attempt(client().project.revertToFile({ project: projectHandle() }))
  if (!answer.ok) return toastFailure(answer.error)
  settleRecovery()
  toast({ tone: 'info', text: 'This is the saved file. Undo brings the recovered edits back.' })
}

export function tellRecovered(state: ProjectState): void {
  if (state.recoveredEdits === 0) return
  if (state.crashed === true) {
    return useRecovery.setState({ project: state.project, edits: state.recoveredEdits })
  }
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
