import type { ReactNode } from 'react'

interface FieldProps {
  readonly label: string
  readonly children: ReactNode
}

/** A field with its name over it. */
export function Field({ label, children }: FieldProps) {
  return (
    <div className="flex min-w-0 flex-col gap-1 text-xs text-soft">
      <span aria-hidden>{label}</span>
      {children}
    </div>
  )
}
