import type { CertifiedNode, NodeDefinition, ParamValue } from '#shared/graph'
import type { Frames, Seconds } from '#shared/kit'
import type { Bench, Probe, Setting } from './bench'
import { shiftBetween } from './shift-between'

/** What was looked at, and what came out. */
export interface NodeCheck {
  readonly check:
    | 'finite'
    | 'hostile-input'
    | 'silence'
    | 'tail'
    | 'determinism'
    | 'block-sizes'
    | 'sample-rates'
    | 'latency'
    | 'bypass'
    | 'state'
    | 'leaks'
    | 'deadline'
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

/** White noise, and nothing after it: what sounds on is the tail. */
export const sounds: Readonly<Record<string, (frame: number) => number>> = {
  ...hostile,
  burst: frame => Math.sin(frame * frame * 12.9898) * 0.5,
}

/** What was seen of a node: its checks, and the figures that came with them. */
export interface CheckedNode {
  readonly checks: readonly NodeCheck[]
  readonly latency?: NonNullable<CertifiedNode['latency']>
  readonly tail?: Seconds
}

/** All checks of a node that need the engine alone. The ones that it has no part in are left out. */
export async function checkNode(bench: Bench, node: NodeDefinition): Promise<CheckedNode> {
  const render: Render = (setting = {}, frames = FRAMES) =>
    bench.render(bench.graph(node, setting), frames)
  const isEffect =
    Object.values(node.inputs)[0]?.kind === 'audio' &&
    Object.values(node.outputs)[0]?.kind === 'audio' &&
    node.kind === 'effect'
  const checks = [
    await checkFinite(node, render),
    await checkRepeats(render),
    await checkRates(render),
  ]
  if (Object.values(node.inputs).some(({ kind }) => kind === 'audio')) {
    checks.push(await checkHostile(render))
  }
  if (!isEffect) return { checks }
  const ends = await checkTail(render)
  const lags = await checkLatency(bench, render)
  checks.push(await checkSilence(render), ends.check, await checkBypass(bench, render), lags.check)
  // What is made of other nodes has no latency of its own.
  const figures = node.dsp.form === 'graph' ? {} : { latency: lags.latency }
  return { checks, ...figures, ...(ends.tail !== undefined && { tail: ends.tail }) }
}

type Render = (setting?: Setting, frames?: Frames) => Promise<Probe>

const RATES = [44_100, 88_200, 96_000] as const

async function checkRates(render: Render): Promise<NodeCheck> {
  const usual = await render()
  for (const sampleRate of RATES) {
    const probe = await render({ sampleRate })
    const silent = usual.peakDb > SILENT_DB && probe.peakDb <= SILENT_DB
    const said = wrongIn(probe) ?? (silent ? 'it is silent' : undefined)
    if (said === undefined) continue
    return { check: 'sample-rates', passed: false, detail: `At ${sampleRate} Hz: ${said}.` }
  }
  return { check: 'sample-rates', passed: true, detail: `${RATES.join(', ')} Hz.` }
}

const RATE = 48_000
const TAIL_FRAMES: Frames = 4 * RATE
/** −120 dB. */
const TAIL_FLOOR = 1e-6

/** What sounds on after the sound has ended must not grow. */
async function checkTail(
  render: Render,
): Promise<{ readonly check: NodeCheck; readonly tail?: Seconds }> {
  const { left } = await render({ sound: 'burst' }, FRAMES + TAIL_FRAMES)
  const last = left.findLastIndex(sample => Math.abs(sample) > TAIL_FLOOR)
  const tail = Math.max(0, last + 1 - FRAMES) / RATE
  const end = left.subarray(-RATE / 4)
  if (last < left.length - end.length) {
    const detail = `Below −120 dB ${tail.toFixed(2)} s after the sound.`
    return { check: { check: 'tail', passed: true, detail }, tail: Math.round(tail * 1e4) / 1e4 }
  }
  const passed = peakOf(end) <= peakOf(left.subarray(0, FRAMES)) * 2
  const detail = passed
    ? `It sounds on after ${TAIL_FRAMES / RATE} s, and does not grow.`
    : `${TAIL_FRAMES / RATE} s after the sound it is louder than the sound was.`
  return { check: { check: 'tail', passed, detail } }
}

function peakOf(samples: Float32Array): number {
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
}

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

async function checkLatency(
  bench: Bench,
  render: Render,
): Promise<{
  readonly check: NodeCheck
  readonly latency: { readonly declared: Frames; readonly measured?: Frames }
}> {
  const dry = await bench.render(bench.dry(), FRAMES)
  const wet = await render()
  const declared = wet.latency
  const { lag, likeness } = shiftBetween(dry.left, wet.left, 512)
  if (likeness < 0.5) {
    const detail = 'What comes out is too little like what goes in to tell.'
    return { check: { check: 'latency', passed: true, detail }, latency: { declared } }
  }
  const detail =
    lag === 0
      ? `${declared} frames, as it is declared.`
      : `It lags by ${lag} frames more than it says; declare “latency” in plugin.json.`
  return {
    check: { check: 'latency', passed: lag === 0, detail },
    latency: { declared, measured: declared + lag },
  }
}

/** What the engine had to say against the node. */
export function wrongIn({ troubles }: Probe): string | undefined {
  return troubles[0]?.message
}

/** All at their least, at their most, each alone at both, every choice. */
export function extremes({ params }: NodeDefinition): Record<string, ParamValue>[] {
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
