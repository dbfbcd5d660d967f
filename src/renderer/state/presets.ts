import { create } from 'zustand'
import type { Preset, PresetList } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import {
  differsFromPreset,
  parsePreset,
  PRESET_FORMAT,
  PRESET_VERSION,
  presetEdits,
  presetOf,
  type Node,
  type NodeDefinition,
  type PresetFile,
} from '#shared/graph'
import { attempt } from '../kit'
import { catalog } from './catalog'
import { client } from './connection'
import { dispatch, graphNow } from './project'
import { toast, toastFailure } from './toasts'

/** Presets by type of node, as far as they were asked for. */
export const usePresets = create<{ readonly byType: ReadonlyMap<string, PresetList> }>(() => ({
  byType: new Map(),
}))

/** Asks for the presets of a type anew. */
export async function loadPresets(type: string): Promise<PresetList> {
  const answer = await attempt(client().presets.list({ type }))
  const list = answer.ok ? answer.value : { presets: [], problems: [answer.error] }
  usePresets.setState(({ byType }) => ({ byType: new Map(byType).set(type, list) }))
  return list
}

/** Puts a preset onto a node. */
export function applyPreset(id: string, preset: Pick<PresetFile, 'name' | 'params'>): void {
  const found = nodeWithDefinition(id)
  if (found === undefined) return
  const edits = presetEdits(found.definition, found.node, preset)
  if (edits.length > 0) dispatch(`Load “${preset.name}”`, edits)
}

/** The preset before or after the one that a node has, round and round. */
export async function stepPreset(id: string, by: 1 | -1): Promise<void> {
  const found = nodeWithDefinition(id)
  if (found === undefined) return
  const { type } = found.node
  const list = usePresets.getState().byType.get(type) ?? (await loadPresets(type))
  const { presets } = list
  const at = presets.findIndex(({ name }) => name === found.node.preset?.name)
  const from = at < 0 && by < 0 ? 0 : at
  const next = presets[(from + by + presets.length) % Math.max(1, presets.length)]
  if (next === undefined) {
    toast({ tone: 'info', text: `${found.definition.label} has no presets yet. Save one first.` })
  } else {
    applyPreset(id, next)
  }
}

/** Keeps how a node stands; the answer is left to the form, which shows a failure beside the name. */
export async function savePreset(
  id: string,
  name: string,
  replace: boolean,
): Promise<Result<void>> {
  const found = nodeWithDefinition(id)
  if (found === undefined) return err(fail('node-unknown', 'It is gone.'))
  const { type } = found.node
  const { params } = presetOf(found.definition, found.node, name)
  const saved = await attempt(client().presets.save({ type, name, params, replace }))
  if (!saved.ok) return saved
  await loadPresets(type)
  applyPreset(id, saved.value)
  return ok()
}

export async function renamePreset(
  type: string,
  preset: Preset,
  name: string,
): Promise<Result<void>> {
  const renamed = await attempt(client().presets.rename({ type, id: preset.id, name }))
  await loadPresets(type)
  return renamed.ok ? ok() : renamed
}

export async function removePreset(type: string, preset: Preset): Promise<void> {
  const removed = await attempt(client().presets.remove({ type, id: preset.id }))
  await loadPresets(type)
  if (!removed.ok) return toastFailure(removed.error)
  toast({
    tone: 'info',
    text: `“${preset.name}” is deleted.`,
    action: {
      label: 'Keep it',
      run: () => {
        const { name, params } = preset
        void attempt(client().presets.save({ type, name, params, replace: false })).then(() =>
          loadPresets(type),
        )
      },
    },
  })
}

export async function markPreset(type: string, preset: Preset): Promise<void> {
  const { id, favourite } = preset
  const marked = await attempt(client().presets.setFavourite({ type, id, favourite: !favourite }))
  if (!marked.ok) toastFailure(marked.error)
  await loadPresets(type)
}

/** How a node stands, as the text of a preset file. */
export function presetText(
  id: string,
): { readonly name: string; readonly text: string } | undefined {
  const found = nodeWithDefinition(id)
  if (found === undefined) return undefined
  const { node, definition } = found
  const name = node.preset?.name ?? node.label ?? definition.label
  const text = `${JSON.stringify(presetOf(definition, node, name), undefined, 2)}\n`
  return { name, text }
}

/** A preset of the list as the text of a file. */
export function presetFileText(preset: Preset): string {
  const { id: _id, origin: _origin, favourite: _favourite, ...told } = preset
  return JSON.stringify({ format: PRESET_FORMAT, version: PRESET_VERSION, ...told })
}

/** Puts a preset file onto a node; one of another kind of node is refused. */
export function applyPresetText(id: string, text: string): Result<void> {
  const preset = parsePreset(text)
  if (!preset.ok) return preset
  const found = nodeWithDefinition(id)
  if (found === undefined) return err(fail('node-unknown', 'It is gone.'))
  if (preset.value.node !== found.node.type) {
    const made = catalog().get(preset.value.node)?.label ?? preset.value.node
    const detail = `“${preset.value.name}” is a preset of ${made}, not of ${found.definition.label}.`
    return err(fail('preset-other-node', detail))
  }
  applyPreset(id, preset.value)
  return ok()
}

/** Takes a preset file in among the user's own. */
export async function importPreset(text: string, replace = false): Promise<Result<Preset>> {
  const taken = await attempt(client().presets.import({ text, replace }))
  const preset = parsePreset(text)
  if (taken.ok && preset.ok) await loadPresets(preset.value.node)
  return taken
}

/** Whether a node stands otherwise than the preset that it names; undefined where that is not known. */
export function isModified(
  definition: NodeDefinition,
  node: Node,
  list: PresetList | undefined,
): boolean | undefined {
  const preset = list?.presets.find(({ name }) => name === node.preset?.name)
  return preset && differsFromPreset(definition, node, preset.params)
}

function nodeWithDefinition(id: string) {
  const node = graphNow().nodes[id]
  const definition = node && catalog().get(node.type)
  return node === undefined || definition === undefined ? undefined : { node, definition }
}
