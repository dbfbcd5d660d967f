import { useEffect, useRef, useState } from 'react'
import { classNames } from './class-names'
import { FieldProblem } from './FieldProblem'

interface EditableTextProps {
  readonly value: string
  readonly label: string
  /** Takes what was typed; an empty text too. */
  readonly onCommit: (text: string) => void
  /** What is wrong with a text, in a sentence that says what to type: until that is mended it is not taken. */
  readonly problem?: (text: string) => string | undefined
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
  problem,
  className,
  testId,
  maxLength = 200,
  focused = false,
}: EditableTextProps) {
  const [typed, setTyped] = useState<string>()
  const [wrong, setWrong] = useState<string>()
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (focused) field.current?.focus()
  }, [focused])

  const problemOf = (text: string) => (text.trim() === value ? undefined : problem?.(text.trim()))

  /** Takes what was typed, or says why it cannot be taken and leaves it there to be mended. */
  function take(): void {
    const found = typed === undefined ? undefined : problemOf(typed)
    setWrong(found)
    if (found !== undefined) return
    if (typed !== undefined && (focused || typed.trim() !== value)) onCommit(typed.trim())
    setTyped(undefined)
  }

  function leave(): void {
    setWrong(undefined)
    const isThere = document.activeElement === field.current
    setTyped(isThere ? value : undefined)
    if (!isThere && focused) onCommit(value)
  }

  const input = (
    <input
      ref={field}
      dir="auto"
      aria-label={label}
      aria-invalid={wrong !== undefined}
      data-testid={testId}
      value={typed ?? value}
      title={value}
      maxLength={maxLength}
      spellCheck={false}
      autoComplete="off"
      className={classNames(
        'min-w-0 truncate rounded-sm border border-transparent bg-transparent px-1 text-text',
        'hover:border-line focus:border-line-strong focus:bg-well focus:outline-none',
        'aria-invalid:border-bad aria-invalid:bg-well',
        className,
      )}
      onFocus={event => {
        if (wrong !== undefined) return
        setTyped(value)
        event.currentTarget.select()
      }}
      onChange={event => {
        const { value: text } = event.currentTarget
        setTyped(text)
        if (wrong !== undefined) setWrong(problemOf(text))
      }}
      onBlur={take}
      onKeyDown={event => {
        if (event.key === 'Escape') setTyped(value)
        if (event.key !== 'Enter' && event.key !== 'Escape') return
        event.stopPropagation()
        const found = event.key === 'Enter' && typed !== undefined ? problemOf(typed) : undefined
        setWrong(found)
        const input = event.currentTarget
        if (found === undefined) queueMicrotask(() => input.blur())
      }}
    />
  )
  return problem === undefined ? (
    input
  ) : (
    <FieldProblem problem={wrong} onLeave={leave} field={field}>
      {input}
    </FieldProblem>
  )
}
