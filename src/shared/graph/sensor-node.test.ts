import { describe, expect, test } from 'vitest'
import { emptyProject, manifestSchema, nodeSpecSchema, sensorNodes, withReadings } from '.'

const manifest = manifestSchema.parse({
  id: 'room',
  name: 'Room',
  version: '1.0.0',
  api: 1,
  author: 'Tests',
  description: 'A room.',
  licence: 'Apache-2.0',
  category: 'Sensors',
  main: 'main.js',
  sensors: { warmth: { label: 'Warmth', unit: '°C', min: 10, max: 30, rateHz: 1 } },
})
const [node] = sensorNodes(manifest)
const catalog = new Map(sensorNodes(manifest).map(each => [each.type, each]))

function withNode(extra: object = {}) {
  const project = emptyProject('p', 'P')
  const position = { x: 0, y: 0 }
  project.graph.nodes['a'] = { id: 'a', type: 'room/warmth', position, params: {}, ...extra }
  return project
}

describe('S2-08 sensors as nodes', () => {
  test('a sensor is a node of its plugin whose parts are those of any node', () => {
    const { type, plugin, pluginVersion, category, ...spec } = node ?? { type: '' }
    expect([type, plugin, pluginVersion, category]).toEqual([
      'room/warmth',
      'room',
      '1.0.0',
      'Sensors',
    ])
    expect(nodeSpecSchema.safeParse(spec).error).toBeUndefined()
  })

  test('its port says what it goes from and to, with the unit if there is one', () => {
    const docOf = (sensor: object) => {
      const spec = { label: 'Warmth', rateHz: 1, ...sensor }
      const [made] = sensorNodes(manifestSchema.parse({ ...manifest, sensors: { warmth: spec } }))
      return made?.outputs['out']?.doc
    }
    expect(docOf({ unit: '°C', min: -20, max: 40 })).toBe('0 at −20 °C, 1 at 40 °C.')
    expect(docOf({ unit: '', min: -20, max: 40 })).toBe('0 at −20, 1 at 40.')
  })

  test('the last reading is its parameter, within the range', () => {
    const of = (value: number | undefined) =>
      withReadings(withNode(), catalog, () => value).graph.nodes['a']?.params['reading']
    expect(of(21)).toBe(21)
    expect(of(99)).toBe(30)
    expect(of(undefined)).toBeUndefined()
  })

  test('where nothing is measured, and where the reading is automated, the project stays as it is', () => {
    const plain = withNode()
    expect(withReadings(plain, catalog, () => undefined)).toBe(plain)
    const automated = withNode({ automation: { reading: [{ time: 0, value: 12, curve: 'hold' }] } })
    expect(withReadings(automated, catalog, () => 20)).toBe(automated)
  })
})
