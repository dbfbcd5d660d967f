import { emptyProject, type Project } from '#shared/graph'

/** One patch, built twice: with our nodes, and on any Web Audio implementation. */
export interface Patch {
  readonly name: string
  /** Our graph; the sound `noise` is the source that the peers get as a buffer. */
  readonly project: (noise: string) => Project
  /**
   * The same on a Web Audio context. It is sent to the browser as text, so it uses nothing from outside.
   */
  readonly web: (context: BaseAudioContext, source: AudioNode) => void
}

export const patches: readonly Patch[] = [
  {
    name: 'eq16',
    project: noise => {
      const project = emptyProject('bench', 'eq16')
      const { nodes, cables } = project.graph
      const chain = Array.from({ length: 16 }, (_, index) => `eq${index}`)
      nodes['noise'] = {
        id: 'noise',
        type: 'player/player',
        position: { x: 0, y: 0 },
        params: { sound: noise },
      }
      chain.forEach((id, index) => {
        const params = {
          type: 'peaking',
          frequency: 100 * (index + 1),
          gain: index % 2 === 1 ? 3 : -3,
        }
        nodes[id] = { id, type: 'filter/filter', position: { x: 0, y: 0 }, params }
      })
      const path = ['noise', ...chain, 'output']
      path.slice(1).forEach((to, index) => {
        const from = path[index] ?? ''
        cables[to] = { id: to, from: { node: from, port: 'out' }, to: { node: to, port: 'in' } }
      })
      return project
    },
    web: (context, source) => {
      let last = source
      for (let index = 0; index < 16; index++) {
        const filter = context.createBiquadFilter()
        filter.type = 'peaking'
        filter.frequency.value = 100 * (index + 1)
        filter.gain.value = index % 2 === 1 ? 3 : -3
        last.connect(filter)
        last = filter
      }
      last.connect(context.destination)
    },
  },
]
