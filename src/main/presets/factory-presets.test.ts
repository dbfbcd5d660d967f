import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import {
  emptyProject,
  paramProblem,
  parsePreset,
  type NodeDefinition,
  type ParamValue,
  type PresetFile,
  type Project,
} from '#shared/graph'
import { buildEngineGraph } from '../engine'
import { InProcess } from '../engine/testing/in-process'
import { builtInPlugins, loadPlugins } from '../plugins'

const { catalog, code, found } = loadPlugins({ builtIn: builtInPlugins() })
const plugins = join(import.meta.dirname, '../../../plugins')

const files = readdirSync(plugins, { recursive: true, encoding: 'utf8' })
  .filter(path => /[/\\]presets[/\\][\w-]+\.json$/.test(path) && !path.includes('node_modules'))
  .toSorted()
const presets = files.map(
  path => [path, unwrap(parsePreset(readFileSync(join(plugins, path), 'utf8')))] as const,
)

describe('E-12 the presets that come with Wireharp', () => {
  test('are three or more for each of at least 20 plugins, under names of their own', () => {
    const byNode = Map.groupBy(presets, ([, preset]) => preset.node)
    expect(byNode.size).toBeGreaterThanOrEqual(20)
    for (const [node, list] of byNode) {
      expect(list.length, node).toBeGreaterThanOrEqual(3)
      expect(new Set(list.map(([, { name }]) => name)).size, node).toBe(list.length)
    }
  })

  test.each(presets)(
    '%s fits its node as it is, and is no new node by another name',
    (path, preset) => {
      const definition = definitionOf(preset)
      expect(basename(join(plugins, path, '../..'))).toBe(definition.plugin)
      expect(preset.pluginVersion).toBe(definition.pluginVersion)
      for (const [param, value] of Object.entries(preset.params)) {
        const spec = definition.params[param]
        if (spec === undefined) throw new Error(`There is no ${param}.`)
        expect(paramProblem(spec, value), param).toBeUndefined()
        expect(value, param).not.toBe(spec.default)
      }
      expect(Object.keys(preset.params).length + Number(preset.name.length > 0)).toBeGreaterThan(0)
    },
  )

  const sounding = presets.filter(([, preset]) => 'out' in definitionOf(preset).outputs)
  test.each(sounding)(
    '%s sounds, and neither clips nor gives what is no sound',
    (_path, preset) => {
      const samples = render(preset)
      const peak = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
      expect(samples.every(Number.isFinite)).toBe(true)
      expect(peak).toBeGreaterThan(0.01)
      expect(peak).toBeLessThanOrEqual(1)
    },
  )
})

function definitionOf({ node }: PresetFile): NodeDefinition {
  const definition = catalog.get(node)
  if (definition === undefined) throw new Error(`No plugin brings ${node}.`)
  return definition
}

/** A second of the preset as it is meant: notes play it, sound goes through it, or it turns a level. */
function render(preset: PresetFile): Float32Array {
  const { inputs, outputs } = definitionOf(preset)
  const kind = outputs['out']?.kind
  const [input = ''] = Object.keys(inputs)
  const wiring =
    inputs[input]?.kind === 'notes'
      ? kind === 'notes'
        ? ['keys>it', 'it>voice', 'voice>output']
        : ['keys>it', 'it>output']
      : kind === 'notes'
        ? ['it>voice', 'voice>output']
        : kind === 'control'
          ? [
              ...(inputs[input]?.kind === 'audio' ? ['tone>it'] : ['clock>it']),
              'it>heard',
              'heard>output',
            ]
          : inputs[input]?.kind === 'audio'
            ? [
                'keys>voice',
                'voice>it',
                ...('carrier' in inputs ? ['tone>it.carrier'] : []),
                'it>output',
              ]
            : ['it>output']
  const project = patch(preset, wiring)
  using run = new InProcess(buildEngineGraph(project, { catalog, code, found, sounds: new Map() }))
  const samples = run.render(48_000)
  expect(run.troubles).toEqual([])
  return samples
}

const parts: Record<string, { type: string; params: Record<string, ParamValue> }> = {
  keys: { type: 'sequencer/sequencer', params: {} },
  voice: { type: 'synth/synth', params: { volume: -15 } },
  tone: { type: 'oscillator/oscillator', params: { waveform: 'saw', frequency: 110 } },
  clock: { type: 'clock/clock', params: {} },
  heard: { type: 'to-audio/to-audio', params: { gain: -6, cut: 0 } },
}

function patch(preset: PresetFile, wiring: readonly string[]): Project {
  const document = emptyProject('p', 'Presets')
  const { nodes, cables } = document.graph
  const put = (id: string) => {
    const made = id === 'it' ? { type: preset.node, params: preset.params } : parts[id]
    if (made !== undefined) nodes[id] = { id, position: { x: 0, y: 0 }, ...made }
  }
  for (const [index, wire] of wiring.entries()) {
    const [from = '', target = ''] = wire.split('>')
    const [to = '', port] = target.split('.')
    put(from)
    put(to)
    const [first = 'in'] = Object.keys(catalog.get(nodes[to]?.type ?? '')?.inputs ?? {})
    const id = `c${index}`
    cables[id] = { id, from: { node: from, port: 'out' }, to: { node: to, port: port ?? first } }
  }
  return document
}
