import { create } from 'zustand'
import type { ScriptSource, ScriptTemplate, SdkWord, WrittenScript } from '#shared/contract'
import type { Failure, Result } from '#shared/kit'
import { attempt } from '../kit'
import { client } from './connection'
import { openDialog } from './dialogs'
import { refreshCatalog } from './plugins'
import { toastFailure } from './toasts'

interface CodeState {
  readonly source: ScriptSource | undefined
  readonly problems: readonly Failure[]
  /** The version that runs; none while it cannot be taken in. */
  readonly version: string | undefined
  readonly saving: boolean
  readonly words: readonly SdkWord[]
}

/** The script that is being written. */
export const useCode = create<CodeState>(() => ({
  source: undefined,
  problems: [],
  version: undefined,
  saving: false,
  words: [],
}))

/** Makes a plugin with one script node; answers the type of its node. */
export async function newScript(
  name: string,
  template: ScriptTemplate,
): Promise<Result<WrittenScript>> {
  const made = await attempt(client().plugins.newScript({ name, template }))
  if (made.ok) await refreshCatalog()
  return made
}

/** Opens the code of a plugin that was written here. */
export async function openCode(plugin: string): Promise<void> {
  const source = await attempt(client().plugins.readScript({ id: plugin }))
  if (!source.ok) return toastFailure(source.error)
  useCode.setState({ source: source.value, problems: [], version: undefined, saving: false })
  openDialog('code')
  if (useCode.getState().words.length > 0) return
  const words = await attempt(client().plugins.sdkWords())
  if (words.ok) useCode.setState({ words: words.value })
}

/** Keeps what was written; where it is a plugin, what sounds goes on with it. */
export async function saveCode(change: Partial<ScriptSource>): Promise<void> {
  const { source } = useCode.getState()
  if (source === undefined) return
  const next = { ...source, ...change }
  useCode.setState({ source: next, saving: true })
  const written = await attempt(client().plugins.writeScript(next))
  if (useCode.getState().source !== next) return
  useCode.setState(
    written.ok
      ? { saving: false, problems: written.value.problems, version: written.value.version }
      : { saving: false, problems: [written.error] },
  )
  if (written.ok) await refreshCatalog()
}
