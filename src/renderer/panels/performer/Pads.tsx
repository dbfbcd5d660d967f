import { Camera } from 'lucide-react'
import { useMemo } from 'react'
import type { ParamSnapshot } from '#shared/graph'
import {
  beginMorph,
  morphOf,
  recallSnapshot,
  snapshotsOf,
  takeSnapshot,
  useDocument,
  useMorphs,
} from '../../state'
import { Button, Slider } from '../../ui'
import { KEYED_PADS } from './commands'

/** The project's snapshots as pads, with keys, and the morph between two of them. */
export function Pads() {
  const all = useDocument(document => document.snapshots)
  const snapshots = useMemo(() => snapshotsOf(all, undefined), [all])
  const byOwner = useMorphs(state => state.byOwner)
  const morph = morphOf(byOwner, snapshots, undefined)
  return (
    <section
      aria-label="Pads"
      className="flex shrink-0 flex-col gap-3 border-t border-line bg-panel px-4 py-4"
    >
      {morph !== undefined && snapshots.length > 1 && (
        <div className="flex w-full items-center gap-3 text-xs text-soft">
          <span className="max-w-40 truncate">{morph.from.name}</span>
          <Slider
            value={morph.amount}
            label={`Morph from ${morph.from.name} to ${morph.to.name}`}
            text={`${Math.round(morph.amount * 100)} %`}
            begin={() => beginMorph(undefined, morph.from, morph.to)}
            testId="performer-morph"
          />
          <span className="max-w-40 truncate">{morph.to.name}</span>
        </div>
      )}
      <div className="flex w-full flex-wrap gap-2">
        {snapshots.map((snapshot, index) => (
          <Pad key={snapshot.id} snapshot={snapshot} index={index} />
        ))}
        <Button
          className="h-16 w-32 border-dashed"
          data-testid="performer-take"
          onClick={() => takeSnapshot(undefined)}
        >
          <Camera size={14} aria-hidden />
          {snapshots.length === 0 ? 'Keep this state' : 'Keep'}
        </Button>
      </div>
    </section>
  )
}

function Pad({ snapshot, index }: { readonly snapshot: ParamSnapshot; readonly index: number }) {
  return (
    <button
      type="button"
      data-testid={`pad-${index + 1}`}
      className="relative h-16 w-32 rounded-md border border-line-strong bg-control px-2 text-sm font-medium hover:bg-control-hover active:border-accent active:bg-accent active:text-on-accent"
      onClick={() => recallSnapshot(snapshot)}
    >
      <span className="line-clamp-2 break-words">{snapshot.name}</span>
      {index < KEYED_PADS && (
        <span aria-hidden className="absolute top-1 left-1.5 text-2xs font-normal text-faint">
          {index + 1}
        </span>
      )}
    </button>
  )
}
