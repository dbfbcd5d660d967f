import type { ReactNode } from 'react'

interface PageSectionProps {
  readonly title: string
  readonly aside?: ReactNode
  readonly children: ReactNode
}

/** A titled part of a page, over its whole width. */
export function PageSection({ title, aside, children }: PageSectionProps) {
  return (
    <section aria-label={title} className="flex flex-col gap-2 border-b border-line px-4 py-3">
      <div className="flex items-center justify-between gap-2">
        <h3 className="text-xs font-semibold text-soft">{title}</h3>
        {aside}
      </div>
      {children}
    </section>
  )
}
