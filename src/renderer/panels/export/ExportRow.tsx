import type { ReactNode } from 'react'

/** A line of the form: what it is about, and its controls. */
export function ExportRow({
  label,
  children,
}: {
  readonly label: string
  readonly children: ReactNode
}) {
  return (
    <div className="grid grid-cols-[96px_minmax(0,1fr)] items-start">
      <span className="pt-1 text-sm text-soft">{label}</span>
      {children}
    </div>
  )
}
