import { AudioLines } from 'lucide-react'
import { clipCable, playedSound, type Project } from '#shared/graph'
import { catalog, useDocument, useMirror } from '../state'
import { formatTime } from '../kit'
import { Wave } from './Wave'

interface SoundSlotProps {
  readonly node: string
  readonly param: string
  /** The sound that the node itself names; what comes in by a cable stands in its place. */
  readonly own: string
}

/** The sound of a player, or where one goes. */
export function SoundSlot({ node, param, own }: SoundSlotProps) {
  const asset = useDocument(({ graph }) => playedSound(graph, catalog(), node, param) ?? '')
  const isWired = useDocument(({ graph }) => hasClipInput(graph, node, param))
  const sound = useDocument(document => document.assets[asset])
  const missing = useMirror(mirror =>
    mirror.problems.some(problem => problem.node === node && problem.code === 'asset-missing'),
  )
  if (sound === undefined) {
    return (
      <div className="mx-2 mt-1.5 flex h-14 flex-col items-center justify-center gap-1 rounded border border-dashed border-line-strong bg-well text-xs text-faint">
        <AudioLines size={14} aria-hidden />
        {hintFor(asset, own, isWired)}
      </div>
    )
  }
  return (
    <div className="mx-2 mt-1.5 overflow-hidden rounded bg-well ring-1 ring-line">
      {missing ? (
        <p className="flex h-11 items-center justify-center px-2 text-center text-2xs text-bad">
          File missing: drop it here again
        </p>
      ) : (
        <Wave asset={asset} height={44} label={`Waveform of ${sound.name}`} />
      )}
      <div className="flex gap-2 border-t border-line px-1.5 py-0.5 text-2xs">
        <span className="min-w-0 flex-1 truncate text-soft" title={sound.name}>
          {sound.name}
        </span>
        <span className="text-faint">{formatTime(sound.frames / sound.sampleRate)}</span>
      </div>
    </div>
  )
}

function hasClipInput(graph: Project['graph'], node: string, param: string): boolean {
  const inputs = catalog().get(graph.nodes[node]?.type ?? '')?.inputs ?? {}
  const port = Object.keys(inputs).find(
    name => inputs[name]?.kind === 'clip' && inputs[name].param === param,
  )
  return port !== undefined && clipCable(graph, { node, port }) !== undefined
}

function hintFor(asset: string, own: string, isWired: boolean): string {
  if (isWired) return 'Plays the clip once it is made'
  return asset === '' && own === '' ? 'Drop a sound here' : 'The sound is missing: drop it here'
}
