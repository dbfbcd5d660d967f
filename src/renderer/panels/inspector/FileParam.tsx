import { AudioLines } from 'lucide-react'
import { formatTime } from '../../kit'
import { useDocument } from '../../state'

/** The sound that a node plays, with what is known of it. */
export function FileParam({ asset, testId }: { readonly asset: string; readonly testId: string }) {
  const sound = useDocument(document => document.assets[asset])
  if (sound === undefined) {
    return (
      <p
        data-testid={testId}
        className="rounded border border-dashed border-line-strong bg-well px-2 py-3 text-center text-xs text-faint"
      >
        No sound yet. Drop one on the node.
      </p>
    )
  }
  const facts = [
    formatTime(sound.frames / sound.sampleRate),
    `${sound.sampleRate / 1000} kHz`,
    sound.channels === 1 ? 'mono' : sound.channels === 2 ? 'stereo' : `${sound.channels} channels`,
  ]
  return (
    <div
      data-testid={testId}
      className="flex items-center gap-2 rounded border border-line bg-well p-2"
    >
      <AudioLines size={16} aria-hidden className="shrink-0 text-soft" />
      <div className="min-w-0">
        <p className="truncate text-xs text-text" title={sound.name}>
          {sound.name}
        </p>
        <p className="text-xs text-faint">{facts.join(' · ')}</p>
      </div>
    </div>
  )
}
