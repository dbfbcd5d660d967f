import type { NodeDefinition, ParamValue } from '#shared/graph'
import type { Bench, Probe, Setting } from './bench'
import { shiftBetween } from './shift-between'

/** What was looked at, and what came out. */
export interface NodeCheck {
  readonly check:
    | 'finite'
    | 'hostile-input'
    | 'silence'
    | 'determinism'
    | 'block-sizes'
    | 'latency'
    | 'bypass'
  readonly passed: boolean
  readonly detail: string
}

const FRAMES = 8192
const SILENT_DB = -200
/** Sets of parameters at most: each is a render. */
const MOST_SETS = 64

/** What no sound is, and what cables let through all the same or clean. */
export const hostile: Readonly<Record<string, (frame: number) => number>> = {
  silent: () => 0,
  nan: frame => (frame % 97 === 0 ? Number.NaN : Math.sin(frame)),
  infinite: frame => (frame % 89 === 0 ? 1 / 0 : Math.sin(frame)),
  /** 200 dB over full scale. */
  huge: frame => (frame % 2 === 0 ? 1e10 : -1e10),
  denormal: frame => (frame % 3 === 0 ? 1e-40 : -1e-42),
  dc: () => 1,
}

/** All checks of a node that need the engine alone. The ones that it has no part in are left out. */
export async function checkNode(bench: Bench, node: NodeDefinition): Promise<readonly NodeCheck[]> {
  const render = (setting: Setting = {}) => bench.render(bench.graph(node, setting), FRAMES)
  const isEffect =
    Object.values(node.inputs)[0]?.kind === 'audio' &&
    Object.values(node.outputs)[0]?.kind === 'audio' &&
    node.kind === 'effect'
  const checks = [await checkFinite(node, render), await checkRepeats(render)]
  if (Object.values(node.inputs).some(({ kind }) => kind === 'audio')) {
    checks.push(await checkHostile(render))
  }
  if (!isEffect) return checks
  return [
    ...checks,
    await checkSilence(render),
    await checkBypass(bench, render),
    await checkLatency(bench, render),
  ]
}

type Render = (setting?: Setting) => Promise<Probe>

async function checkFinite(node: NodeDefinition, render: Render): Promise<NodeCheck> {
  const sets = extremes(node)
  for (const params of sets) {
    const said = wrongIn(await render({ params }))
    if (said !== undefined) {
      return { check: 'finite', passed: false, detail: `At ${JSON.stringify(params)}: ${said}` }
    }
  }
  return {
    check: 'finite',
    passed: true,
    detail: `${sets.length} settings, each extreme of each parameter.`,
  }
}

async function checkHostile(render: Render): Promise<NodeCheck> {
  for (const sound of Object.keys(hostile)) {
    const said = wrongIn(await render({ sound }))
    if (said !== undefined) {
      return { check: 'hostile-input', passed: false, detail: `From “${sound}”: ${said}` }
    }
  }
  return { check: 'hostile-input', passed: true, detail: `${Object.keys(hostile).join(', ')}.` }
}

async function checkSilence(render: Render): Promise<NodeCheck> {
  const { peakDb } = await render({ sound: 'silent' })
  const passed = peakDb <= SILENT_DB
  const detail = passed ? 'Exact zeros.' : `Silence in, ${peakDb.toFixed(1)} dB out.`
  return { check: 'silence', passed, detail }
}

async function checkRepeats(render: Render): Promise<NodeCheck> {
  // Once where trusted plugins run, once where the others do.
  const [one, other] = [await render(), await render({ hosted: true })]
  const passed = one.sha256 === other.sha256
  const detail = passed ? `SHA-256 ${one.sha256.slice(0, 16)}… twice.` : 'Two renders differ.'
  return { check: 'determinism', passed, detail }
}

async function checkBypass(bench: Bench, render: Render): Promise<NodeCheck> {
  const dry = await bench.render(bench.dry(), FRAMES)
  const { sha256 } = await render({ bypassed: true })
  const passed = sha256 === dry.sha256
  return {
    check: 'bypass',
    passed,
    detail: passed ? 'A wire, to the bit.' : 'Bypassed, it is no wire.',
  }
}

async function checkLatency(bench: Bench, render: Render): Promise<NodeCheck> {
  const dry = await bench.render(bench.dry(), FRAMES)
  const wet = await render()
  const { lag, likeness } = shiftBetween(dry.left, wet.left, 512)
  if (likeness < 0.5) {
    return {
      check: 'latency',
      passed: true,
      detail: 'What comes out is too little like what goes in to tell.',
    }
  }
  const detail =
    lag === 0
      ? 'As it is declared.'
      : `It lags by ${lag} frames more than it says; declare “latency” in plugin.json.`
  return { check: 'latency', passed: lag === 0, detail }
}

/** What the engine had to say against the node. */
export function wrongIn({ troubles }: Probe): string | undefined {
  return troubles[0]?.message
}

/** All at their least, at their most, each alone at both, every choice. */
function extremes({ params }: NodeDefinition): Record<string, ParamValue>[] {
  const least: Record<string, ParamValue> = {}
  const most: Record<string, ParamValue> = {}
  const alone: Record<string, ParamValue>[] = []
  for (const [id, spec] of Object.entries(params)) {
    if (spec.kind === 'number') {
      least[id] = spec.min
      most[id] = spec.max
      alone.push({ [id]: spec.min }, { [id]: spec.max })
    }
    if (spec.kind === 'choice') alone.push(...spec.options.map(option => ({ [id]: option.id })))
    if (spec.kind === 'toggle') alone.push({ [id]: true }, { [id]: false })
  }
  return [{}, least, most, ...alone].slice(0, MOST_SETS)
}
