import { useSelection } from '../../state'
import { ManySelected } from './ManySelected'
import { NodeInspector } from './NodeInspector'
import { ProjectInspector } from './ProjectInspector'

/** What is selected, in full: one node, several, or the project where nothing is. */
export function Inspector() {
  const nodes = useSelection(selection => selection.nodes)
  const [first] = nodes
  return (
    <section aria-label="Inspector" data-testid="inspector" className="h-full overflow-y-auto">
      {first === undefined ? (
        <ProjectInspector />
      ) : nodes.size === 1 ? (
        <NodeInspector key={first} id={first} />
      ) : (
        <ManySelected nodes={nodes} />
      )}
    </section>
  )
}
