import type { ReactNode } from 'react'
import { classNames } from './class-names'

export function SectionTitle({
  children,
  aside,
  flush = false,
}: {
  readonly children: ReactNode
  readonly aside?: ReactNode
  /** Where the section has its own margins. */
  readonly flush?: boolean
}) {
  return (
    <div className={classNames('flex h-7 items-center justify-between', !flush && 'px-3')}>
      <h2 className="text-xs font-semibold text-soft">{children}</h2>
      {aside}
    </div>
  )
}
