interface ProgressProps {
  /** 0 to 1; undefined where nobody knows. */
  readonly done: number | undefined
  readonly label: string
}

export function Progress({ done, label }: ProgressProps) {
  const percent = done === undefined ? undefined : Math.round(done * 100)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="h-1.5 w-full overflow-hidden rounded-full bg-well ring-1 ring-line"
    >
      <div
        className={`h-full rounded-full bg-accent transition-[width] ${percent === undefined ? 'w-1/3 animate-pulse' : ''}`}
        style={percent === undefined ? {} : { width: `${percent}%` }}
      />
    </div>
  )
}
