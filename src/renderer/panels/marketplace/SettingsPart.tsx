import type { ReactNode } from 'react'

interface SettingsPartProps {
  readonly title: string
  readonly about: string
  readonly children: ReactNode
}

export function SettingsPart({ title, about, children }: SettingsPartProps) {
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <div>
        <h2 className="text-base font-semibold">{title}</h2>
        <p className="text-xs text-faint">{about}</p>
      </div>
      {children}
    </section>
  )
}
