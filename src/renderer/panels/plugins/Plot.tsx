interface PlotProps {
  readonly label: string
  /** The newest, in words. */
  readonly value: string
  /** One a second, the newest last. */
  readonly points: readonly number[]
}

const HEIGHT = 32

/** A small plot of figures over time, from zero to the highest of them. */
export function Plot({ label, value, points }: PlotProps) {
  const top = Math.max(...points, 1e-9)
  const line = points
    .map((point, at) => `${at},${(HEIGHT - 2 - (point / top) * (HEIGHT - 4)).toFixed(2)}`)
    .join(' ')
  return (
    <figure className="flex flex-col gap-1 rounded border border-line bg-well p-2">
      <figcaption className="flex justify-between gap-2 text-xs">
        <span className="truncate text-faint">{label}</span>
        <span>{value}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${Math.max(1, points.length - 1)} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden
        className="h-8 w-full text-accent-text"
      >
        <polyline
          points={line}
          fill="none"
          stroke="currentColor"
          strokeWidth={1.5}
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </figure>
  )
}
