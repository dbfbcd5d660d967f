import { Camera, Ellipsis } from 'lucide-react'
import { memo, useMemo, useState } from 'react'
import type { ParamSnapshot } from '#shared/graph'
import {
  recallSnapshot,
  removeSnapshot,
  renameSnapshot,
  snapshotsOf,
  takeSnapshot,
  updateSnapshot,
  useDocument,
} from '../../../state'
import { EditableText, IconButton, Menu, SectionTitle } from '../../../ui'
import { Morph } from './Morph'

interface SnapshotsProps {
  /** Of the whole project where there is none. */
  readonly node?: string
}

/** States to come back to, of a node or of the project, and a slider between two of them. */
export const Snapshots = memo(function Snapshots({ node }: SnapshotsProps) {
  const all = useDocument(document => document.snapshots)
  const snapshots = useMemo(() => snapshotsOf(all, node), [all, node])
  return (
    <section aria-label="Snapshots" className="border-t border-line pb-3">
      <SectionTitle
        aside={
          <IconButton
            icon={Camera}
            size="small"
            label={node === undefined ? 'Take a snapshot of all knobs' : 'Take a snapshot'}
            data-testid="snapshot-take"
            onClick={() => takeSnapshot(node)}
          />
        }
      >
        Snapshots
      </SectionTitle>
      {snapshots.length === 0 ? (
        <p className="px-3 text-xs text-faint">
          {node === undefined
            ? 'Keep how all knobs stand, and come back to it with a click.'
            : 'Keep how the knobs stand, and come back to it with a click.'}
        </p>
      ) : (
        <ul className="grid grid-cols-2 gap-1 px-3">
          {snapshots.map(snapshot => (
            <Chip key={snapshot.id} snapshot={snapshot} />
          ))}
        </ul>
      )}
      <Morph node={node} snapshots={snapshots} />
    </section>
  )
})

function Chip({ snapshot }: { readonly snapshot: ParamSnapshot }) {
  const [renaming, setRenaming] = useState(false)
  const { id, name } = snapshot
  return (
    <li className="flex h-6 min-w-0 items-center rounded border border-line bg-well pr-0.5 text-xs hover:border-line-strong">
      {renaming ? (
        <EditableText
          value={name}
          label="Name of the snapshot"
          focused
          className="h-5 flex-1 text-xs"
          onCommit={next => {
            setRenaming(false)
            if (next !== '' && next !== name) renameSnapshot(snapshot, next)
          }}
        />
      ) : (
        <button
          type="button"
          title={`Recall ${name}`}
          data-testid={`snapshot-${id}`}
          className="h-full min-w-0 flex-1 truncate px-2 text-left"
          onClick={() => recallSnapshot(snapshot)}
        >
          {name}
        </button>
      )}
      <Menu
        label={`Snapshot ${name}`}
        trigger={<IconButton icon={Ellipsis} size="small" label={`More about ${name}`} />}
        entries={() => [
          { label: 'Update to how it is now', run: () => updateSnapshot(snapshot) },
          { label: 'Rename', run: () => void setTimeout(() => setRenaming(true)) },
          'rule',
          { label: 'Delete', danger: true, run: () => removeSnapshot(snapshot) },
        ]}
      />
    </li>
  )
}
