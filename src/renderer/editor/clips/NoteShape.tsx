import { useDocument } from '../../state'

interface NoteShapeProps {
  readonly clips: readonly string[]
  readonly height: number
}

const WIDTH = 220
const MOST = 400

/** The notes that were made, as a small piano roll. */
export function NoteShape({ clips, height }: NoteShapeProps) {
  const clip = useDocument(document => {
    const found = document.clips[clips[0] ?? '']
    return found?.kind === 'notes' ? found : undefined
  })
  const notes = Object.values(clip?.notes ?? {}).slice(0, MOST)
  if (clip === undefined || notes.length === 0) {
    return (
      <p className="flex h-full items-center justify-center text-2xs text-faint">No notes found.</p>
    )
  }
  const keys = notes.map(({ key }) => key)
  const [low, high] = [Math.min(...keys) - 1, Math.max(...keys) + 1]
  const row = height / (high - low + 1)
  return (
    <svg
      role="img"
      aria-label={`${notes.length} notes`}
      viewBox={`0 0 ${WIDTH} ${height}`}
      preserveAspectRatio="none"
      className="block h-full w-full"
    >
      {notes.map(({ id, start, length, key }) => (
        <rect
          key={id}
          x={(start / clip.length) * WIDTH}
          y={(high - key) * row}
          width={Math.max(1, (length / clip.length) * WIDTH)}
          height={Math.max(1.5, row * 0.85)}
          rx={0.75}
          fill="var(--notes)"
        />
      ))}
    </svg>
  )
}
