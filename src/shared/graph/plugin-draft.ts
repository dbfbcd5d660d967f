import { z } from 'zod'
import { clamp, err, fail, ok, type Result } from '../kit'
import { pluginIdSchema } from './ids'
import { pluginIconSchema } from './plugin-icon'
import type { NodeSpec } from './node-spec'
import type { ParamSpec } from './params'
import type { SavedNode } from './save-group'

/** What its author says of a plugin that is made of a group: the part of `plugin.json` that is no node. */
export const pluginAboutSchema = z.strictObject({
  id: pluginIdSchema,
  author: z.string().min(1).max(100),
  licence: z.string().min(1).max(60),
  category: z.string().min(1).max(40),
  description: z.string().min(1).max(500),
  icon: pluginIconSchema.optional(),
  /** Markdown. */
  readme: z.string().max(50_000),
})
export type PluginAbout = z.infer<typeof pluginAboutSchema>

/** A port as it is shown. */
export interface DraftPort {
  readonly id: string
  readonly label: string
}

/** A parameter of an inner node, and how it is shown if it is. */
export interface DraftParam {
  readonly id: string
  readonly exposed: boolean
  readonly spec: ParamSpec
  /** What it is inside: no range reaches further. */
  readonly inner: ParamSpec
}

/** A plugin while somebody makes it. */
export interface PluginDraft {
  readonly name: string
  readonly about: PluginAbout
  readonly inputs: readonly DraftPort[]
  readonly outputs: readonly DraftPort[]
  readonly params: readonly DraftParam[]
}

/**
 * A first draft, out of what a group is; `before` is the version of it that was made last. Only the parameters that are
 * `shown` are at first; all of them if left out.
 */
export function draftOf(
  { spec }: SavedNode,
  name: string,
  about: PluginAbout,
  { before, shown }: { readonly before?: NodeSpec; readonly shown?: ReadonlySet<string> } = {},
): PluginDraft {
  return {
    name,
    about,
    inputs: portsOf(spec.inputs, before?.inputs),
    outputs: portsOf(spec.outputs, before?.outputs),
    params: inOrder(Object.keys(spec.params), before?.params).flatMap(id => {
      const inner = spec.params[id]
      return inner === undefined
        ? []
        : [paramOf(id, inner, { ...(before && { before }), ...(shown && { shown }) })]
    }),
  }
}

function portsOf(ports: NodeSpec['inputs'], before: NodeSpec['inputs'] | undefined): DraftPort[] {
  return inOrder(Object.keys(ports), before).map(id => ({
    id,
    label: before?.[id]?.label ?? ports[id]?.label ?? id,
  }))
}

function paramOf(
  id: string,
  inner: ParamSpec,
  { before, shown }: { readonly before?: NodeSpec; readonly shown?: ReadonlySet<string> },
): DraftParam {
  const known = before?.params[id]
  const spec = known?.kind === inner.kind ? withDefault(known, inner) : inner
  const isShown = known !== undefined || (shown?.has(id) ?? before === undefined)
  return { id, exposed: isShown, spec, inner }
}

/** As it was shown, with the value of now. */
function withDefault(known: ParamSpec, now: ParamSpec): ParamSpec {
  if (known.kind === 'number' && now.kind === 'number') {
    return { ...known, default: clamp(now.default, known.min, known.max) }
  }
  if (known.kind === 'choice' && now.kind === 'choice') return { ...known, default: now.default }
  if (known.kind === 'toggle' && now.kind === 'toggle') return { ...known, default: now.default }
  return known
}

/** Those of before in their order, then what is new. */
function inOrder(ids: readonly string[], before: Readonly<Record<string, unknown>> = {}): string[] {
  const known = Object.keys(before).filter(id => ids.includes(id))
  return [...known, ...ids.filter(id => !known.includes(id))]
}

/** The node as the draft wants it, or what is wrong with the draft, in words. */
export function specOf({ spec }: SavedNode, draft: PluginDraft): Result<NodeSpec> {
  const { dsp } = spec
  if (dsp.form !== 'graph') return err(fail('group-not-saved', 'It is not made of nodes.'))
  const shown = draft.params.filter(({ exposed }) => exposed)
  const problem = shown.flatMap(param => paramProblemOf(param) ?? [])[0]
  if (problem !== undefined) return err(fail('plugin-draft-invalid', problem))
  const params = Object.fromEntries(
    shown.flatMap(({ id }) => {
      const target = dsp.params[id]
      return target === undefined ? [] : [[id, target] as const]
    }),
  )
  // The value of what is not shown any more is the one of the node inside.
  return ok({
    ...spec,
    label: draft.name.slice(0, 40),
    description: draft.about.description,
    inputs: ordered(spec.inputs, draft.inputs),
    outputs: ordered(spec.outputs, draft.outputs),
    params: Object.fromEntries(shown.map(({ id, spec: own }) => [id, own])),
    dsp: {
      ...dsp,
      inputs: sorted(dsp.inputs, draft.inputs),
      outputs: sorted(dsp.outputs, draft.outputs),
      params,
    },
  })
}

function ordered(ports: NodeSpec['inputs'], list: readonly DraftPort[]): NodeSpec['inputs'] {
  return Object.fromEntries(
    list.flatMap(({ id, label }) => {
      const port = ports[id]
      const named = label.trim() === '' ? {} : { label: label.trim().slice(0, 40) }
      return port === undefined ? [] : [[id, { ...port, ...named }] as const]
    }),
  )
}

function sorted<Item>(record: Readonly<Record<string, Item>>, list: readonly DraftPort[]) {
  return Object.fromEntries(
    list.flatMap(({ id }) => {
      const item = record[id]
      return item === undefined ? [] : [[id, item] as const]
    }),
  )
}

function paramProblemOf({ spec, inner }: DraftParam): string | undefined {
  const { label } = spec
  if (label.trim() === '') return 'Every parameter needs a name.'
  if (spec.kind !== 'number' || inner.kind !== 'number') return undefined
  if (!(spec.min < spec.max)) return `The least value of ${label} is not below the greatest.`
  if (spec.min < inner.min || spec.max > inner.max) {
    return `${label} goes from ${inner.min} to ${inner.max} inside, and can go no further.`
  }
  if (spec.default < spec.min || spec.default > spec.max) {
    return `${label} begins outside of its range.`
  }
  if (spec.curve === 'exponential' && spec.min <= 0) {
    return `An exponential knob begins above 0; ${label} does not.`
  }
  return undefined
}

/** “Warm space” as the id `warm-space`. */
export function idFrom(name: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[-0-9]+|-+$/g, '')
    .slice(0, 40)
  return words === '' ? 'my-plugin' : words
}
