import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

interface EmptyStateProps {
  readonly icon: LucideIcon
  readonly title: string
  readonly children?: ReactNode
}

/** What stands where there is nothing yet: what it is for, and how to begin. */
export function EmptyState({ icon: Icon, title, children }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-8 text-center">
      <Icon size={20} strokeWidth={1.5} aria-hidden className="text-faint" />
      <p className="text-sm font-medium text-soft">{title}</p>
      {children !== undefined && <div className="text-xs text-balance text-faint">{children}</div>}
    </div>
  )
}
