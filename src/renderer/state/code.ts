import { create } from 'zustand'
import type {
  CodeMark,
  CodeMeaning,
  CodeOffer,
  CodeOfferDetails,
  CodePlace,
  ScriptSource,
  ScriptTemplate,
  WrittenScript,
} from '#shared/contract'
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
  /** What the compiler says of its types. */
  readonly marks: readonly CodeMark[]
  /** Why nothing is known of its types. */
  readonly unchecked: Failure | undefined
}

/** The script that is being written. */
export const useCode = create<CodeState>(() => ({
  source: undefined,
  problems: [],
  version: undefined,
  saving: false,
  marks: [],
  unchecked: undefined,
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
  useCode.setState({
    ...{ source: source.value, problems: [], version: undefined, saving: false },
    ...{ marks: [], unchecked: undefined },
  })
  openDialog('code')
  await checkTypes()
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

let checks = 0

/** Has the compiler look at it, as it stands in the editor; only the newest answer counts. */
export async function checkTypes(change: Partial<ScriptSource> = {}): Promise<void> {
  const { source } = useCode.getState()
  if (source === undefined || source.code === '') return
  const check = ++checks
  const marks = await attempt(client().code.check({ ...source, ...change }))
  if (check !== checks) return
  useCode.setState(
    marks.ok ? { marks: marks.value, unchecked: undefined } : { marks: [], unchecked: marks.error },
  )
}

/** What can be written at a place of the code, as it stands in the editor. */
export async function offersAt(code: string, place: CodePlace): Promise<readonly CodeOffer[]> {
  const { source } = useCode.getState()
  if (source === undefined) return []
  const offers = await attempt(client().code.complete({ ...source, code, place }))
  return offers.ok ? offers.value : []
}

/** More of one of them; nothing where it cannot be told. */
export async function detailsOfOffer(
  code: string,
  place: CodePlace,
  { label, from }: CodeOffer,
): Promise<CodeOfferDetails> {
  const { source } = useCode.getState()
  const nothing = { edits: [] }
  if (source === undefined) return nothing
  const wish = { ...source, code, place, label, ...(from !== undefined && { from }) }
  const details = await attempt(client().code.describe(wish))
  return details.ok ? details.value : nothing
}

/** What stands at a place of the code, as it is in the editor. */
export async function meaningAt(code: string, place: CodePlace): Promise<CodeMeaning | undefined> {
  const { source } = useCode.getState()
  if (source === undefined) return undefined
  const found = await attempt(client().code.explain({ ...source, code, place }))
  return found.ok ? found.value.meaning : undefined
}
