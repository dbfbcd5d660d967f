import type { PluginCode } from '@wireharp/sdk'
import { runScript } from './run-script'

/** The parts of plugin.json that the suite reads. */
export interface ConformManifest {
  readonly nodes?: Readonly<
    Record<
      string,
      {
        readonly kind?: string
        readonly inputs?: Readonly<Record<string, { readonly kind: string }>>
        readonly outputs?: Readonly<
          Record<string, { readonly kind: string; readonly channels?: number | string }>
        >
        readonly params?: Readonly<Record<string, ConformParam>>
        readonly dsp: { readonly form: string }
      }
    >
  >
}

interface ConformParam {
  readonly kind: string
  readonly min?: number
  readonly max?: number
  readonly default?: unknown
  readonly options?: readonly { readonly id: string }[]
}

/** A node of it. */
type NodeShape = NonNullable<ConformManifest['nodes']>[string]
type Values = Readonly<Record<string, number>>
type Rendered = ReturnType<typeof runScript>

const FRAMES = 4096

/**
 * What is wrong with the script nodes of a plugin, a sentence each: output that is not finite (at the extremes of
 * every parameter, and with hostile input), sound out of silence, another sound in a second run. Nothing where all is
 * well. `wireharp plugin test` checks the same and more, in the sandbox.
 *
 * @example
 * import { definePlugin, effect } from '@wireharp/sdk'
 * import { conform, equal } from '@wireharp/testing'
 *
 * const manifest = {
 *   nodes: { mute: { outputs: { out: { kind: 'audio' } }, dsp: { form: 'script' } } },
 * }
 * const plugin = definePlugin(manifest, { nodes: { mute: effect(() => ({ process: () => {} })) } })
 * equal(conform(plugin, manifest), [])
 */
export function conform(plugin: PluginCode, manifest: ConformManifest): readonly string[] {
  return Object.entries(manifest.nodes ?? {}).flatMap(([id, node]) =>
    node.dsp.form === 'script'
      ? problemsOf(plugin, id, node).map(problem => `${id}: ${problem}`)
      : [],
  )
}

function problemsOf(plugin: PluginCode, id: string, node: NodeShape): string[] {
  const problems: string[] = []
  const run = (input: (frame: number) => number, params: Values) =>
    runScript(plugin, id, {
      inputs: mapValues(node.inputs ?? {}, () => [lineOf(input), lineOf(input)]),
      outputs: mapValues(node.outputs ?? {}, ({ channels }) =>
        typeof channels === 'number' ? channels : 2,
      ),
      params,
      frames: FRAMES,
    })
  const usual = defaultsOf(node)
  for (const params of extremesOf(node, usual)) {
    if (!isFinite(run(tone, params))) problems.push(`no finite output at ${JSON.stringify(params)}`)
  }
  // NaN and infinity never reach a plugin: every cable is guarded. Huge numbers and denormals do.
  for (const [name, input] of Object.entries(hostile)) {
    if (!isFinite(run(input, usual))) problems.push(`no finite output from ${name}`)
  }
  if (node.kind === 'effect' && !isSilent(run(() => 0, usual))) {
    problems.push('sound comes out where silence goes in')
  }
  if (!isSame(run(tone, usual), run(tone, usual))) problems.push('a second run gives other samples')
  return problems
}

const tone = (frame: number): number => Math.sin(frame * 0.05) * 0.5

const hostile: Readonly<Record<string, (frame: number) => number>> = {
  'full-scale DC': () => 1,
  'numbers of 1e6': frame => (frame % 2 === 0 ? 1e6 : -1e6),
  denormals: frame => (frame % 3 === 0 ? 1e-40 : -1e-42),
}

function lineOf(input: (frame: number) => number): Float32Array {
  return Float32Array.from({ length: FRAMES }, (_, frame) => input(frame))
}

/** Every parameter as it is by default, as the engine counts it. */
export function defaultsOf({ params = {} }: NodeShape): Values {
  return mapValues(params, spec => {
    if (typeof spec.default === 'number') return spec.default
    if (spec.kind === 'toggle') return spec.default === true ? 1 : 0
    return Math.max(0, spec.options?.findIndex(({ id }) => id === spec.default) ?? 0)
  })
}

/** All at their least, all at their most, and each alone at both. */
function extremesOf({ params = {} }: NodeShape, usual: Values): Values[] {
  const least = mapValues(params, ({ min = 0 }) => min)
  const most = mapValues(params, ({ max, options }) => max ?? (options?.length ?? 2) - 1)
  const alone = Object.keys(params).flatMap(id => [
    { ...usual, [id]: least[id] ?? 0 },
    { ...usual, [id]: most[id] ?? 0 },
  ])
  return [usual, least, most, ...alone]
}

function everySample(rendered: Rendered, holds: (sample: number) => boolean): boolean {
  return Object.values(rendered).every(channels =>
    channels.every(samples => samples.every(sample => holds(sample))),
  )
}

function isFinite(rendered: Rendered): boolean {
  return everySample(rendered, Number.isFinite)
}

function isSilent(rendered: Rendered): boolean {
  return everySample(rendered, sample => sample === 0)
}

function isSame(one: Rendered, other: Rendered): boolean {
  return Object.entries(one).every(([port, channels]) =>
    channels.every((samples, channel) =>
      samples.every((sample, frame) => sample === other[port]?.[channel]?.[frame]),
    ),
  )
}

function mapValues<In, Out>(
  record: Readonly<Record<string, In>>,
  change: (value: In) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
