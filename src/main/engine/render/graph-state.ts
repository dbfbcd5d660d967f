import { unreachable } from '#shared/kit'
import type { Cable, NodeId } from '#shared/graph'
import type { EngineNode, Instruction } from '../graph'
import type { Standing } from './scene'

/** The graph that the last batch left. */
export class GraphState implements Standing {
  readonly nodes: Map<NodeId, EngineNode>
  readonly cables: Map<string, Cable>

  constructor({ nodes, cables }: Standing = { nodes: new Map(), cables: new Map() }) {
    this.nodes = new Map(nodes)
    this.cables = new Map(cables)
  }

  /** As it is now, whatever comes. */
  copy(): GraphState {
    return new GraphState(this)
  }

  clear(): void {
    this.nodes.clear()
    this.cables.clear()
  }

  /** Takes an instruction, as far as it is about nodes and cables. Answers whether it changes anything. */
  apply(instruction: Instruction): boolean {
    switch (instruction.op) {
      case 'drop-cable':
        return this.cables.delete(instruction.cable)
      case 'put-cable':
        this.cables.set(instruction.cable.id, instruction.cable)
        return true
      case 'drop-node':
        return this.nodes.delete(instruction.node)
      case 'put-node':
        this.nodes.set(instruction.node.id, instruction.node)
        return true
      case 'set-bypassed':
        return this.#amend(instruction.node, { bypassed: instruction.bypassed })
      case 'set-param': {
        const { node, param, value } = instruction
        return this.#amend(node, { params: { ...this.nodes.get(node)?.params, [param]: value } })
      }
      case 'replace-code':
        return this.#amend(instruction.node, { dsp: instruction.dsp })
      case 'set-notes':
        return this.#amend(instruction.node, { notes: instruction.notes })
      case 'set-taps':
      case 'set-tees':
      case 'set-transport':
        return false
      default:
        return unreachable(instruction)
    }
  }

  /** The node as it is after a change: whoever makes it anew makes it like that. */
  #amend(id: NodeId, change: Partial<EngineNode>): boolean {
    const node = this.nodes.get(id)
    if (node === undefined) return false
    this.nodes.set(id, { ...node, ...change })
    return true
  }
}
