import { AudioLines } from 'lucide-react'
import { useDocument, useMirror } from '../state'
import { formatTime } from '../kit'
import { Wave } from './Wave'

interface SoundSlotProps {
  readonly node: string
  readonly asset: string
}

/** The sound of a player, or where one goes. */
export function SoundSlot({ node, asset }: SoundSlotProps) {
  const sound = useDocument(document => document.assets[asset])
  const missing = useMirror(mirror =>
    mirror.problems.some(problem => problem.node === node && problem.code === 'asset-missing'),
  )
  if (sound === undefined) {
    return (
      <div className="mx-2 mt-1.5 flex h-14 flex-col items-center justify-center gap-1 rounded border border-dashed border-line-strong bg-well text-xs text-faint">
        <AudioLines size={14} aria-hidden />
        {asset === '' ? 'Drop a sound here' : 'The sound is missing: drop it here'}
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
