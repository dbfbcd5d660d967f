import { classNames } from '../../ui'

export interface LogLine {
  /** Milliseconds since 1970. */
  readonly time: number
  /** A word, and its colour. */
  readonly kind: string
  readonly color: string
  readonly text: string
}

/** Lines with the time of day, and the day where it is another one. */
export function LogLines({
  lines,
  testId,
}: {
  readonly lines: readonly LogLine[]
  readonly testId: string
}) {
  return (
    <ol
      data-testid={testId}
      className="max-h-40 overflow-y-auto rounded border border-line bg-well p-2 font-mono text-xs select-text"
    >
      {lines.map(({ time, kind, color, text }, index) => (
        <li key={`${time} ${index}`} className="flex gap-2">
          <time className="shrink-0 text-faint">{timeOf(time)}</time>
          <span className={classNames('shrink-0 whitespace-pre', color)}>{kind}</span>
          <span className="min-w-0 break-words whitespace-pre-wrap">{text}</span>
        </li>
      ))}
    </ol>
  )
}

function timeOf(time: number): string {
  const date = new Date(time)
  const clock = date.toTimeString().slice(0, 8)
  const isToday = date.toDateString() === new Date().toDateString()
  return isToday ? clock : `${date.toLocaleDateString('sv')} ${clock}`
}
