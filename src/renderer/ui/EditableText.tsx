import { useEffect, useRef, useState } from 'react'
import { classNames } from './class-names'

interface EditableTextProps {
  readonly value: string
  readonly label: string
  /** Takes what was typed; an empty text too. */
  readonly onCommit: (text: string) => void
  readonly className?: string
  readonly testId?: string
  readonly maxLength?: number
  /** Takes the focus at once, for a text that is to be typed now. */
  readonly focused?: boolean
}

/** A text that turns into a field where it is clicked. */
export function EditableText({
  value,
  label,
  onCommit,
  className,
  testId,
  maxLength = 200,
  focused = false,
}: EditableTextProps) {
  const [typed, setTyped] = useState<string>()
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (focused) field.current?.focus()
  }, [focused])
  return (
    <input
      ref={field}
      dir="auto"
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
        if (typed !== undefined && (focused || typed.trim() !== value)) onCommit(typed.trim())
        setTyped(undefined)
      }}
      onKeyDown={event => {
        if (event.key === 'Escape') setTyped(value)
        if (event.key === 'Enter' || event.key === 'Escape') {
          event.stopPropagation()
          const input = event.currentTarget
          queueMicrotask(() => input.blur())
        }
      }}
    />
  )
}
