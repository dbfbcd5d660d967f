import type { ButtonHTMLAttributes } from 'react'
import { classNames } from './class-names'

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'plain' | 'quiet' | 'primary' | 'danger' | undefined
}

const looks = {
  plain: 'border border-line-strong/70 bg-control text-text hover:bg-control-hover',
  quiet:
    'text-soft hover:bg-control hover:text-text data-[state=open]:bg-control data-[state=open]:text-text',
  primary: 'bg-accent font-medium text-on-accent hover:brightness-110',
  danger: 'border border-bad/50 bg-bad-ground text-bad hover:brightness-110',
} as const

export function Button({ look = 'plain', className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={classNames(
        'inline-flex h-7 shrink-0 items-center justify-center gap-1.5 rounded px-3 text-sm',
        'transition-colors disabled:pointer-events-none disabled:opacity-40',
        looks[look],
        className,
      )}
      {...rest}
    />
  )
}
