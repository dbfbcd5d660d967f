import { useState } from 'react'
import { classNames } from './class-names'

interface EditableTextProps {
  readonly value: string
  readonly label: string
  /** Takes what was typed; an empty text too. */
  readonly onCommit: (text: string) => void
  readonly className?: string
  readonly testId?: string
  readonly maxLength?: number
}

/** A text that turns into a field where it is clicked. */
export function EditableText({
  value,
  label,
  onCommit,
  className,
  testId,
  maxLength = 200,
}: EditableTextProps) {
  const [typed, setTyped] = useState<string>()
  return (
    <input
      aria-label={label}
      data-testid={testId}
      value={typed ?? value}
      title={value}
      maxLength={maxLength}
      spellCheck={false}
      autoComplete="off"
      className={classNames(
        'min-w-0 truncate rounded-sm border border-transparent bg-transparent px-1 text-text',
        'hover:border-line focus:border-line-strong focus:bg-well focus:outline-none',
        className,
      )}
      onFocus={event => {
        setTyped(value)
        event.currentTarget.select()
      }}
      onChange={event => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (typed !== undefined && typed.trim() !== value) onCommit(typed.trim())
        setTyped(undefined)
      }}
      onKeyDown={event => {
        if (event.key === 'Escape') setTyped(value)
        if (event.key === 'Enter' || event.key === 'Escape') {
          event.stopPropagation()
          const field = event.currentTarget
          queueMicrotask(() => field.blur())
        }
      }}
    />
  )
}
