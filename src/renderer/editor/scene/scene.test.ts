import { describe, expect, test } from 'vitest'
import { definitions } from '../../testing/definitions'
import { bigProject, demoProject } from '../../testing/demo'
import { ALL_MOUNTED, planMounted } from './mounting'
import { nodesIn } from './hit'
import { Scene } from './scene'

const catalog = new Map(definitions.map(item => [item.type, item]))
const none = new Set<string>()
const view = (zoom: number) => ({ x: 0, y: 0, zoom, width: 1200, height: 800 })

function sceneOf(count: number): Scene {
  const scene = new Scene()
  scene.sync(bigProject(count).graph, catalog, none)
  return scene
}

describe('E-16 the scene', () => {
  test('a knob changes one node of it, and moves nothing', () => {
    const scene = sceneOf(200)
    const { graph } = bigProject(200)
    const before = new Map(scene.nodes)
    const { layout } = scene
    const turned = graph.nodes['n7']
    if (turned === undefined) throw new Error('It is there.')
    const nodes = { ...graph.nodes, n7: { ...turned, params: { gain: -3 } } }
    scene.sync({ nodes, cables: graph.cables }, catalog, none)
    expect(scene.nodes.get('n7')?.node.params).toEqual({ gain: -3 })
    expect([...scene.nodes].every(([id, item]) => before.get(id) === item)).toBe(true)
    expect(scene.layout).toBe(layout)
  })

  test('a knob that is turned paints nothing anew, and a new name does', () => {
    const { graph } = bigProject(16)
    const scene = new Scene()
    scene.sync(graph, catalog, none)
    let told = 0
    using _ = scene.onChange(() => (told += 1))
    const change = (patch: object) => {
      const node = graph.nodes['n3']
      if (node === undefined) throw new Error('It is there.')
      const nodes = { ...graph.nodes, n3: { ...node, ...patch } }
      scene.sync({ nodes, cables: graph.cables }, catalog, none)
      return told
    }
    expect(change({ params: { gain: -3 } })).toBe(0)
    expect(change({ params: { gain: -3 }, label: 'Quiet' })).toBe(1)
  })

  test('a node in the user’s hand stays there while the document changes', () => {
    const scene = sceneOf(16)
    const { graph } = bigProject(16)
    scene.move([['n3', { x: 1234, y: 56 }]])
    const nodes = { ...graph.nodes }
    const held = nodes['n3']
    if (held === undefined) throw new Error('It is there.')
    nodes['n3'] = { ...held, params: {} }
    scene.sync({ nodes, cables: graph.cables }, catalog, new Set(['n3']))
    expect(scene.nodes.get('n3')).toMatchObject({ x: 1234, y: 56 })
  })

  test('its cables end where its nodes are moved', () => {
    const scene = sceneOf(16)
    const cable = [...scene.cablesAt('n3')].find(({ cable }) => cable.to.node === 'n3')
    const [before = 0] = cable?.curve.slice(-2) ?? []
    const at = scene.nodes.get('n3') ?? { x: 0, y: 0 }
    scene.move([['n3', { x: at.x + 80, y: at.y }]])
    expect(cable?.curve.at(-2)).toBe(before + 80)
  })

  test('of few nodes all are elements, of many those on the screen, of a crowd none', () => {
    const few = planMounted(sceneOf(ALL_MOUNTED), view(1), none, true)
    expect(few.mounted.size).toBe(ALL_MOUNTED)
    const scene = sceneOf(2000)
    let plan = planMounted(scene, view(1), none, true)
    while (plan.unfinished) plan = planMounted(scene, view(1), plan.mounted, true)
    const seen = nodesIn(scene, { x: 0, y: 0, width: 1200, height: 800 })
    expect(seen.length).toBeGreaterThan(5)
    expect(seen.every(({ id }) => plan.mounted.has(id))).toBe(true)
    expect(plan.mounted.size).toBeLessThan(60)
    while (plan.mounted.size > 0) plan = planMounted(scene, view(0.05), plan.mounted, true)
    expect(plan.mounted.size).toBe(0)
  })

  test('while the view moves only a few are made in a frame', () => {
    const { mounted, unfinished } = planMounted(sceneOf(2000), view(1), none, false)
    expect(mounted.size).toBeLessThanOrEqual(2)
    expect(unfinished).toBe(true)
  })

  test('cables that close a loop are known', () => {
    const scene = new Scene()
    scene.sync(demoProject().graph, catalog, none)
    const feedback = [...scene.cables.values()].filter(cable => cable.feedback)
    expect(feedback.map(({ id }) => id)).toEqual(['echo-mix-in4'])
  })
})
