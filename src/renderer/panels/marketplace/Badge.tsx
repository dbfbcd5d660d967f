import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from '../../ui'

interface BadgeProps {
  readonly icon: LucideIcon
  readonly tone?: 'plain' | 'good' | 'warn' | 'bad'
  /** What it means, for the tooltip and for who does not see the icon. */
  readonly title: string
  readonly children: ReactNode
}

const tones = { plain: 'text-soft', good: 'text-good', warn: 'text-warn', bad: 'text-bad' } as const

/** Something measured or known of a plugin, small. */
export function Badge({ icon: Icon, tone = 'plain', title, children }: BadgeProps) {
  return (
    <span
      title={title}
      className="inline-flex h-5 shrink-0 items-center gap-1 rounded-sm bg-well px-1.5 text-xs whitespace-nowrap text-soft tabular-nums"
    >
      <Icon size={11} aria-hidden className={classNames('shrink-0', tones[tone])} />
      <span className="sr-only">{title}: </span>
      {children}
    </span>
  )
}
