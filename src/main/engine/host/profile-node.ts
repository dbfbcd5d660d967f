import { readFileSync } from 'node:fs'
import { err, fail, ok, QUANTUM, type CpuProfile, type Result } from '#shared/kit'
import { loadCode, QUANTA_A_CALL, type ScriptLimits } from '../../sandbox'
import type { ProfileJob } from '../protocol'
import type { Say } from './report'

/** Long calls: each is a profile of its own, which takes time to begin and to end. */
const limits: ScriptLimits = { heapMb: 64, setUpMs: 2000, callMs: 200, mostMs: 2000, quanta: 256 }
const LEVEL = 0.25

/** Runs a script by itself, on noise, and tells where its time goes. */
export async function profileNode(job: ProfileJob, say: Say): Promise<void> {
  const profiled = await profileOf(job)
  if (profiled.ok) say({ kind: 'profiled', profile: profiled.value })
  else say({ kind: 'render-failed', failure: profiled.error })
}

async function profileOf(job: ProfileJob): Promise<Result<CpuProfile>> {
  const { code, layout, params, sampleRate, seconds } = job
  const source = new Uint8Array(readFileSync(code.path))
  const loaded = loadCode(code.plugin, code.kind ?? 'script', source, limits)
  if (!loaded.ok) return loaded
  using plugin = loaded.value
  const made = plugin.instantiate(code.node, sampleRate, layout)
  if (!made.ok) return made
  using script = made.value
  const { block } = script
  const { inputs, outputs } = block.counts
  const { quanta } = block
  for (const line of block.lines.slice(0, inputs)) {
    for (let i = 0; i < line.length; i++) line[i] = LEVEL * (2 * Math.random() - 1)
  }
  params.forEach((value, index) => block.lines[inputs + outputs + index]?.fill(value, 0, QUANTUM))
  let failure = script.process(Math.min(quanta, QUANTA_A_CALL))
  let position = 0
  const profile = await plugin.profiled(() => {
    const until = performance.now() + seconds * 1000
    while (failure === undefined && performance.now() < until) {
      params.forEach((_value, index) => block.change(index, 0))
      for (let quantum = 0; quantum < quanta; quantum++) {
        block.positions[quantum] = position
        position += QUANTUM
      }
      failure = script.process(quanta)
    }
  })
  if (failure !== undefined) return err(failure)
  return profile.samples.length === 0
    ? err(fail('plugin-timeout', 'It did not run long enough to be seen.'))
    : ok(profile)
}
