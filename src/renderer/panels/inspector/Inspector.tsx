import { useDeferredValue } from 'react'
import { GroupCard, useGroupInFocus } from '../../editor'
import { useDocument, useSelection } from '../../state'
import { CommentInspector } from './CommentInspector'
import { ManySelected } from './ManySelected'
import { NodeInspector } from './NodeInspector'
import { ProjectInspector } from './ProjectInspector'

/** What is selected, in full: one node, several, a group, or the project where nothing of these is. */
export function Inspector() {
  // That something is selected is seen on it first, and here as soon as it can be.
  const nodes = useDeferredValue(useSelection(selection => selection.nodes))
  const [first] = nodes
  const group = useGroupInFocus()
  const isNode = useDocument(({ graph }) => first !== undefined && first in graph.nodes)
  const isComment = useDocument(({ graph }) => first !== undefined && first in graph.notes)
  const isOne = nodes.size <= 1
  return (
    <section aria-label="Inspector" data-testid="inspector" className="h-full overflow-y-auto">
      {!isOne ? (
        <ManySelected nodes={nodes} />
      ) : first !== undefined && isNode ? (
        <NodeInspector key={first} id={first} />
      ) : first !== undefined && isComment ? (
        <CommentInspector key={first} id={first} />
      ) : group !== undefined ? (
        <GroupCard />
      ) : (
        <ProjectInspector />
      )}
    </section>
  )
}
