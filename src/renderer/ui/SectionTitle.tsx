import type { ReactNode } from 'react'

export function SectionTitle({
  children,
  aside,
}: {
  readonly children: ReactNode
  readonly aside?: ReactNode
}) {
  return (
    <div className="flex h-7 items-center justify-between px-3">
      <h2 className="text-xs font-semibold text-soft">{children}</h2>
      {aside}
    </div>
  )
}
