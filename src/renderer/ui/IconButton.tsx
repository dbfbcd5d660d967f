import type { LucideIcon } from 'lucide-react'
import type { ButtonHTMLAttributes } from 'react'
import type { Combination } from '../kit'
import { classNames } from './class-names'
import { Tip } from './Tip'

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'title'> {
  readonly icon: LucideIcon
  /** What it does: the tooltip, and the name for who does not see it. */
  readonly label: string
  readonly tip?: string | undefined
  readonly keys?: Combination | undefined
  /** For a button that stays down. */
  readonly pressed?: boolean | undefined
  readonly size?: 'small' | 'medium' | 'large'
}

const sizes = { small: 'size-5', medium: 'size-7', large: 'size-8' } as const
const icons = { small: 12, medium: 15, large: 16 } as const

export function IconButton(props: IconButtonProps) {
  const { icon: Icon, label, tip, keys, pressed, size = 'medium', className, ...rest } = props
  return (
    <Tip text={tip ?? label} keys={keys}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={pressed}
        className={classNames(
          'inline-flex shrink-0 items-center justify-center rounded transition-colors',
          'disabled:opacity-35 aria-disabled:opacity-35',
          pressed === true
            ? 'bg-accent/15 text-accent-text'
            : 'text-soft enabled:hover:bg-control enabled:hover:text-text',
          'data-[state=open]:bg-control',
          sizes[size],
          className,
        )}
        {...rest}
      >
        <Icon size={icons[size]} strokeWidth={1.75} aria-hidden />
      </button>
    </Tip>
  )
}
