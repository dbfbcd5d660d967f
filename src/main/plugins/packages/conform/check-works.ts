import { createHash } from 'node:crypto'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JobDsp, Manifest, NodeDefinition, ParamValue } from '#shared/graph'
import { failureCodes, type Failure, type Frames, type Result, type Seconds } from '#shared/kit'
import type { WorkDone, WorkRuns } from '../../work-order'
import { extremes, type NodeCheck } from './check-node'

const DEADLINE_MS = 30_000
const SOUND_S: Seconds = 2
/** Settings at most: each is a job. */
const MOST_SETS = 12

/** Clips that people have and authors forget, by name: how long, and each sample of them. */
const odd: Readonly<
  Record<string, { readonly frames?: Frames; readonly at: (t: Seconds) => number }>
> = {
  silence: { at: () => 0 },
  'a single frame': { frames: 1, at: () => 0.5 },
  '60 dB over full scale': { at: t => 1000 * Math.sin(2 * Math.PI * 220 * t) },
}

/** Half a second of nothing, a second of a tone, half a second of noise: something for most that listens. */
function usual(t: Seconds): number {
  if (t < 0.5) return 0
  return t < 1.5 ? 0.5 * Math.sin(2 * Math.PI * 220 * t) : 0.4 * Math.sin(t * t * 1e9)
}

/** What a work is given when nothing is said otherwise. */
interface Trial {
  readonly sound?: (t: Seconds) => number
  readonly frames?: Frames
  readonly params?: Readonly<Record<string, ParamValue>>
}

interface Done {
  readonly result: Result<WorkDone>
  /** Of all that it made. */
  readonly hash: string
  readonly seconds: Seconds
}

/**
 * Runs the work of a node with a small sound: at each extreme of its parameters, with clips that are odd, and the same twice. A
 * work whose plugin asks for more than its own models may refuse, for here nothing is granted.
 */
export async function checkWork(
  { id, permissions, models }: Manifest,
  node: NodeDefinition,
  hears: NonNullable<JobDsp['hears']>,
  runs: WorkRuns,
): Promise<readonly NodeCheck[]> {
  const folder = await mkdtemp(join(tmpdir(), 'wireharp-work-'))
  const mayRefuse =
    permissions.some(({ right }) => right !== 'model') ||
    Object.values(models).some(({ file }) => file === undefined)
  let longest: Seconds = 0
  const trial = async (asked: Trial = {}): Promise<Done> => {
    const done = await runOnce({ folder, plugin: id, node, hears, runs }, asked)
    longest = Math.max(longest, done.seconds)
    return done
  }
  try {
    const first = await trial()
    const refusal = first.result.ok ? undefined : first.result.error
    if (refusal?.code === 'plugin-threw' && mayRefuse) {
      const detail = `With nothing granted it refuses: ${saidIn(refusal)}`
      return [{ check: 'finite', passed: true, detail }]
    }
    const finite = await checkFinite(node, trial, first)
    if (refusal !== undefined) return [finite]
    const checks = [finite, await checkOdd(trial), await checkTwice(trial, first)]
    const detail = `${SOUND_S} s of sound in ${longest.toFixed(2)} s at most; ${DEADLINE_MS / 1000} s are allowed.`
    return [...checks, { check: 'deadline', passed: longest * 1000 < DEADLINE_MS, detail }]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type RunTrial = (asked?: Trial) => Promise<Done>

async function checkFinite(node: NodeDefinition, trial: RunTrial, first: Done): Promise<NodeCheck> {
  const all = new Map(extremes(node).map(params => [JSON.stringify(params), params]))
  const sets = [...all.values()].slice(0, MOST_SETS)
  for (const params of sets) {
    const { result } = Object.keys(params).length === 0 ? first : await trial({ params })
    if (result.ok) continue
    const detail = `At ${JSON.stringify(params)}: ${saidIn(result.error)}`
    return { check: 'finite', passed: false, detail }
  }
  const { files = {}, spans = [], notes = [] } = first.result.ok ? first.result.value : {}
  const made = [
    ...Object.keys(files).map(port => `“${port}”`),
    ...(spans.length > 0
      ? [`${spans.length} ${spans.length === 1 ? 'stretch' : 'stretches'}`]
      : []),
    ...(notes.length > 0 ? [`${notes.length} ${notes.length === 1 ? 'note' : 'notes'}`] : []),
  ]
  const what = made.length === 0 ? 'nothing' : made.join(', ')
  return {
    check: 'finite',
    passed: true,
    detail: `${sets.length} settings, each extreme of each parameter; it made ${what} at the usual ones.`,
  }
}

/** It may say that a clip is none for it; everything else is a fault. */
async function checkOdd(trial: RunTrial): Promise<NodeCheck> {
  const refused: string[] = []
  for (const [name, { frames, at }] of Object.entries(odd)) {
    const { result } = await trial({ sound: at, ...(frames !== undefined && { frames }) })
    if (result.ok) continue
    const said = saidIn(result.error)
    if (result.error.code !== 'plugin-threw') {
      return { check: 'hostile-input', passed: false, detail: `From ${name}: ${said}` }
    }
    refused.push(`it refuses ${name}: ${said}`)
  }
  const detail = [`${Object.keys(odd).join(', ')}.`, ...refused].join(' ')
  return { check: 'hostile-input', passed: true, detail }
}

async function checkTwice(trial: RunTrial, first: Done): Promise<NodeCheck> {
  const again = await trial()
  const passed = again.result.ok && again.hash === first.hash
  const detail = passed
    ? `SHA-256 ${first.hash.slice(0, 16)}… twice.`
    : 'Two runs over the same clip differ.'
  return { check: 'determinism', passed, detail }
}

interface Seat {
  readonly folder: string
  readonly plugin: string
  readonly node: NodeDefinition
  readonly hears: NonNullable<JobDsp['hears']>
  readonly runs: WorkRuns
}

async function runOnce(
  { folder, plugin, node, hears, runs }: Seat,
  { sound = usual, frames = SOUND_S * hears.sampleRate, params = {} }: Trial,
): Promise<Done> {
  const { sampleRate, channels } = hears
  const path = join(folder, 'clip.f32')
  const samples = Float32Array.from({ length: frames * channels }, (_, at) =>
    sound(Math.floor(at / channels) / sampleRate),
  )
  await using file = await open(path, 'w')
  await file.write(new Uint8Array(samples.buffer))
  const defaults = Object.entries(node.params).map(([param, spec]): [string, ParamValue] => [
    param,
    spec.default,
  ])
  const began = performance.now()
  const result = await runs.run({
    ...{ plugin, hears, folder },
    node: node.type.slice(plugin.length + 1),
    params: { ...Object.fromEntries(defaults), ...params },
    clips: Object.fromEntries(portsOf(node.inputs).map(port => [port, { path, frames }])),
    outputs: portsOf(node.outputs),
    signal: AbortSignal.timeout(DEADLINE_MS),
    progress: () => {},
  })
  const seconds = (performance.now() - began) / 1000
  return { result, seconds, hash: result.ok ? await hashOf(folder, result.value) : '' }
}

function portsOf(ports: NodeDefinition['inputs']): string[] {
  return Object.entries(ports).flatMap(([port, { kind }]) => (kind === 'clip' ? [port] : []))
}

async function hashOf(folder: string, { files, spans, notes }: WorkDone): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([spans, notes]))
  for (const [port, file] of Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(port).update(await readFile(join(folder, file)))
  }
  return hash.digest('hex')
}

function saidIn({ code, message }: Failure): string {
  if (code === 'job-stopped') return `It was not done after ${DEADLINE_MS / 1000} s.`
  return message.replace(failureCodes[code], '').trim()
}
