import { QUANTUM } from '#shared/kit'
import { diffGraphs, type EngineGraph, type EngineNode } from '../graph'
import { kernels } from '../kernels'
import type { Renderer } from '../render'

/**
 * Runs every kernel once and takes it away again: what they build on first use (tables, compiled code) is
 * there when a spare process has to step in.
 */
export function warmUp(renderer: Renderer): void {
  const transport = { sampleRate: renderer.sampleRate, length: 0 }
  const nodes = [...kernels.keys()].map(id => [id, nodeOf(id)] as const)
  const graph: EngineGraph = { transport, nodes: Object.fromEntries(nodes), cables: {} }
  renderer.commit(diffGraphs(undefined, graph))
  renderer.rewind(0)
  renderer.render(QUANTUM)
  // What comes next waits for no fade.
  renderer.rest()
  renderer.commit(diffGraphs(graph, { ...graph, nodes: {} }))
}

function nodeOf(kernel: string): EngineNode {
  return {
    id: kernel,
    label: kernel,
    kind: 'node',
    inputs: {},
    outputs: {},
    dsp: { form: 'kernels', kernels: { kernel: { kernel, params: {} } }, cables: [] },
    bypassed: false,
    params: {},
    sounds: {},
  }
}
