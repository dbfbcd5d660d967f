import { create } from 'zustand'
import {
  draftOf,
  groupToMake,
  idFrom,
  specOf,
  type GroupToMake,
  type PluginAbout,
  type PluginDraft,
} from '#shared/graph'
import type { PluginInfo, SavedNodePlugin } from '#shared/contract'
import { err, fail, type Result } from '#shared/kit'
import { attempt } from '../kit'
import { catalog, useCatalog } from './catalog'
import { client } from './connection'
import { openDialog } from './dialogs'
import { refreshCatalog } from './plugins'
import { setPrefs, usePrefs } from './prefs'
import { projectNow } from './project'
import { toastFailure } from './toasts'

interface MakePluginState {
  readonly source: GroupToMake | undefined
  readonly draft: PluginDraft | undefined
  /** The plugin of one’s own that this is a newer version of. */
  readonly replaces: PluginInfo | undefined
  /** What came of it. */
  readonly made: SavedNodePlugin | undefined
}

const nothing: MakePluginState = {
  source: undefined,
  draft: undefined,
  replaces: undefined,
  made: undefined,
}

/** The plugin that is being made. */
export const useMakePlugin = create<MakePluginState>(() => nothing)

/** Opens the dialog for a group, or for nodes as if they were one. */
export async function makePlugin(ids: readonly string[], scope: string | undefined): Promise<void> {
  const source = groupToMake(projectNow(), catalog(), ids, scope)
  if (!source.ok) return toastFailure(source.error)
  const { name, saved, shown } = source.value
  const replaces = useCatalog
    .getState()
    .plugins.find(plugin => plugin.own === true && plugin.name === name)
  const before = replaces && catalog().get(`${replaces.id}/node`)
  const about = replaces === undefined ? firstAbout(name) : await aboutOf(replaces)
  useMakePlugin.setState({
    source: source.value,
    draft: draftOf(saved, name, about, { shown, ...(before !== undefined && { before }) }),
    replaces,
    made: undefined,
  })
  openDialog('make-plugin')
}

function firstAbout(name: string): PluginAbout {
  return {
    id: idFrom(name),
    author: usePrefs.getState().author || 'Me',
    licence: 'Apache-2.0',
    category: 'My plugins',
    description: 'Several nodes in one.',
    icon: { name: 'boxes', color: 'teal' },
    readme: '',
  }
}

async function aboutOf(plugin: PluginInfo): Promise<PluginAbout> {
  const { id, author, licence, category, description, icon } = plugin
  const details = await attempt(client().plugins.get({ id }))
  const readme = details.ok ? (details.value.readme ?? '') : ''
  return {
    ...{ id, author, licence, category, description, readme },
    ...(icon !== undefined && { icon }),
  }
}

export function changeDraft(change: Partial<PluginDraft>): void {
  useMakePlugin.setState(({ draft }) => ({ draft: draft && { ...draft, ...change } }))
}

/** A new name is a new id, as long as nobody gave it one. */
export function nameDraft(name: string): void {
  useMakePlugin.setState(({ draft, replaces }) => {
    if (draft === undefined) return {}
    const follows = replaces === undefined && draft.about.id === idFrom(draft.name)
    const about = follows ? { ...draft.about, id: idFrom(name) } : draft.about
    return { draft: { ...draft, name, about } }
  })
}

export function describeDraft(change: Partial<PluginAbout>): void {
  useMakePlugin.setState(({ draft }) => ({
    draft: draft && { ...draft, about: { ...draft.about, ...change } },
  }))
}

/** Installs it: it can be added at once, in every project. */
export async function installDraft(): Promise<Result<SavedNodePlugin>> {
  const { source, draft, replaces } = useMakePlugin.getState()
  if (source === undefined || draft === undefined) return err(fail('group-not-saved', ''))
  const node = specOf(source.saved, draft)
  if (!node.ok) return node
  const { about, name } = draft
  setPrefs({ author: about.author })
  const readme = about.readme.trim() === '' ? readmeOf(draft) : about.readme
  const answer = await attempt(
    client().plugins.saveNode({
      name: name.trim(),
      node: node.value,
      dependencies: { ...source.saved.dependencies },
      about: { ...about, readme },
      ...(replaces !== undefined && { replace: replaces.id }),
    }),
  )
  if (answer.ok) {
    useMakePlugin.setState({ made: answer.value })
    await refreshCatalog()
  }
  return answer
}

/** What there is to say of it without its author. */
function readmeOf({ name, about, params }: PluginDraft): string {
  const lines = params
    .filter(({ exposed }) => exposed)
    .map(({ spec }) => `- **${spec.label}**${spec.doc === undefined ? '' : `: ${spec.doc}`}`)
  const knobs = lines.length === 0 ? '' : `\n## Parameters\n\n${lines.join('\n')}\n`
  return `# ${name}\n\n${about.description}\n${knobs}`
}
