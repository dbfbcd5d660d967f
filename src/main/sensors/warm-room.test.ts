import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { parseProject, withReadings } from '#shared/graph'
import { buildEngineGraph } from '../engine'
import { InProcess } from '../engine/testing/in-process'
import { rootFolder } from '../kit'
import { builtInPlugins, loadPlugins, workflowsOf } from '../plugins'
import { loadTemplate } from '../project/templates'

const { catalog, code, found } = loadPlugins({ builtIn: builtInPlugins() })

/** How much of the sound is treble: the energy of its differences over its own. */
function brightness(samples: Float32Array): number {
  let [steps, energy] = [0, 0]
  for (let i = 2; i < samples.length; i += 2) {
    const [now, before] = [samples[i] ?? 0, samples[i - 2] ?? 0]
    steps += (now - before) ** 2
    energy += now ** 2
  }
  return steps / energy
}

test('S2-14 in the demo “Warm room” the filter opens as the room gets warmer', () => {
  const text = readFileSync(join(rootFolder(), 'resources/demos/warm-room.wireharp'), 'utf8')
  const demo = unwrap(parseProject(text))
  const at = (celsius: number) => {
    const warm = withReadings(demo, catalog, () => celsius)
    using engine = new InProcess(buildEngineGraph(warm, { catalog, code, sounds: new Map() }))
    return brightness(engine.render(48_000))
  }
  const [cold, mild, warm] = [at(12), at(20), at(30)]
  expect(mild).toBeGreaterThan(cold * 2)
  expect(warm).toBeGreaterThan(mild * 2)
})

test('S1-05 a workflow of a plugin is a project to begin from', async () => {
  const workflows = workflowsOf({ found, isEnabled: () => true })
  expect(workflows.map(({ id }) => id)).toContain('warm-filter/warm-filter')
  const file = unwrap(await loadTemplate('/nowhere', 'warm-filter/warm-filter', workflows))
  expect(file.document.title).toBe('Warm filter')
  const gone = await loadTemplate('/nowhere', 'warm-filter/../../x', workflows)
  expect(gone.ok).toBe(false)
})
