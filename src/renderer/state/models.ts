import { create } from 'zustand'
import type { LicenseNotice, ModelInfo } from '#shared/contract'
import { attempt } from '../kit'
import { client } from './connection'
import { projectHandle } from './project'
import { toastFailure } from './toasts'
import { watch } from './watch'

interface ModelsState {
  /** Undefined until the shell has told. */
  readonly models: readonly ModelInfo[] | undefined
}

export const useModels = create<ModelsState>(() => ({ models: undefined }))

export function followModels(): void {
  void watch(
    () => client().models.watch(),
    models => useModels.setState({ models }),
  )
}

/** The user has seen size, licence and host, and agrees: it comes. */
export async function downloadModel(model: string): Promise<void> {
  const agreed = await attempt(client().models.consent({ model }))
  const begun = agreed.ok ? await attempt(client().models.download({ model })) : agreed
  if (!begun.ok) toastFailure(begun.error)
}

export async function changeModel(
  model: string,
  wish: 'remove' | 'verify' | 'revoke',
): Promise<boolean> {
  const done = await attempt(client().models[wish]({ model }))
  if (!done.ok) toastFailure(done.error)
  return done.ok
}

/** Licences that forbid commercial use, in what the open project sounds like. */
export async function licenseNotices(): Promise<readonly LicenseNotice[]> {
  const notices = await attempt(client().models.notices({ project: projectHandle() }))
  return notices.ok ? notices.value : []
}
