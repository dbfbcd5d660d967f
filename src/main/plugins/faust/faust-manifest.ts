import { idFrom, type ManifestInput, type NodeSpec, type ParamSpec } from '#shared/graph'
import {
  controlsOf,
  declared,
  type FaustDescription,
  type PlacedControl,
} from './faust-description'

/** Ports have two channels; a program of one in and one out is run for each channel by itself. */
export function isDual({ inputs, outputs }: Pick<FaustDescription, 'inputs' | 'outputs'>): boolean {
  return inputs === 1 && outputs === 1
}

/** What a Faust program says of itself, as `plugin.json`. */
export function manifestOf(
  description: FaustDescription,
  fileName: string,
  author: string,
): ManifestInput {
  const name = (declared(description, 'name') ?? fileName).slice(0, 40)
  const id = idFrom(name)
  const said = declared(description, 'description') ?? `A Faust program, ${fileName}.dsp.`
  const node: NodeSpec = {
    label: name,
    description: said.slice(0, 500),
    kind:
      description.inputs === 0 ? 'generator' : description.outputs === 0 ? 'analyzer' : 'effect',
    tags: ['faust'],
    inputs: portsOf(description.inputs, 'in', 'In'),
    outputs: outputsOf(description),
    params: paramsOf(controlsOf(description)),
    dsp: { form: 'wasm', module: 'dsp.wasm' },
  }
  return {
    id,
    name,
    version: versionOf(declared(description, 'version')),
    api: 1,
    author: (declared(description, 'author') ?? author).slice(0, 100),
    description: said.slice(0, 500),
    licence: (
      declared(description, 'license') ??
      declared(description, 'licence') ??
      'UNLICENSED'
    ).slice(0, 60),
    category: 'Faust',
    nodes: { [id]: node },
  }
}

/** Pairs of channels. */
function portsOf(channels: number, id: string, label: string): NodeSpec['inputs'] {
  return Object.fromEntries(
    Array.from({ length: Math.ceil(channels / 2) }, (_, port) => [
      port === 0 ? id : `${id}-${port + 1}`,
      { kind: 'audio' as const, label: port === 0 ? label : `${label} ${port + 1}` },
    ]),
  )
}

function outputsOf(description: FaustDescription): NodeSpec['outputs'] {
  if (isDual(description)) return { out: { kind: 'audio', label: 'Out', channels: 'input' } }
  const { outputs } = description
  return Object.fromEntries(
    Object.entries(portsOf(outputs, 'out', 'Out')).map(([id, port], index) => [
      id,
      { ...port, channels: index * 2 + 1 === outputs ? (1 as const) : (2 as const) },
    ]),
  )
}

function paramsOf(controls: readonly PlacedControl[]): Record<string, ParamSpec> {
  const params: Record<string, ParamSpec> = {}
  for (const { control, groups } of controls) {
    const base = idFrom(control.shortname ?? control.label)
    let id = base
    for (let count = 2; id in params; count++) id = `${base}-${count}`
    params[id] = paramOf(control, groups)
  }
  return params
}

function paramOf(control: PlacedControl['control'], groups: readonly string[]): ParamSpec {
  const meta = Object.fromEntries(control.meta.flatMap(entry => Object.entries(entry)))
  const words = [...groups, control.label].map(part => part.trim()).filter(part => part !== '')
  const label = (words.at(-1) ?? 'Value').slice(0, 60)
  const doc = meta['tooltip'] === undefined ? {} : { doc: meta['tooltip'].slice(0, 500) }
  if (control.type === 'button' || control.type === 'checkbox') {
    return { kind: 'toggle', label, default: control.init > 0, ...doc }
  }
  const { min, step } = control
  const max = control.max > min ? control.max : min + 1
  return {
    kind: 'number',
    label: words.length > 1 ? words.join(' ').slice(0, 60) : label,
    unit: (meta['unit'] ?? '').slice(0, 8),
    min,
    max,
    default: Math.min(max, Math.max(min, control.init)),
    curve: meta['scale'] === 'log' && min > 0 ? 'exponential' : 'linear',
    ...(Number.isInteger(step) && step > 0 && Number.isInteger(min) && meta['scale'] !== 'log'
      ? { step }
      : {}),
    ...doc,
  }
}

function versionOf(text: string | undefined): string {
  const [major, minor, patch] = (/(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(text ?? '') ?? []).slice(1)
  return `${Number(major ?? 1)}.${Number(minor ?? 0)}.${Number(patch ?? 0)}`
}
