import type { InputHTMLAttributes } from 'react'
import { classNames } from './class-names'

export function TextField({ className, ...rest }: InputHTMLAttributes<HTMLInputElement>) {
  return (
    <input
      spellCheck={false}
      autoComplete="off"
      className={classNames(
        'h-7 w-full min-w-0 rounded border border-line bg-well px-2 text-sm text-text placeholder:text-faint',
        'hover:border-line-strong focus:border-accent focus:outline-none aria-invalid:border-bad',
        className,
      )}
      {...rest}
    />
  )
}
