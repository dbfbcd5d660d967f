import { useState } from 'react'

interface TextAreaProps {
  readonly value: string
  readonly label: string
  readonly lines: number
  readonly placeholder: string | undefined
  readonly onCommit: (text: string) => void
  readonly testId?: string
}

/** Words of one line or several: taken when the field is left, or by Mod+Enter; Esc leaves them as they were. */
export function TextArea({ value, label, lines, placeholder, onCommit, testId }: TextAreaProps) {
  const [typed, setTyped] = useState<string>()
  return (
    <textarea
      aria-label={label}
      data-testid={testId}
      value={typed ?? value}
      rows={lines}
      maxLength={10_000}
      placeholder={placeholder}
      className="w-full resize-y rounded border border-line bg-well px-2 py-1 text-xs text-text placeholder:text-faint hover:border-line-strong focus:border-accent focus:outline-none"
      onChange={event => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (typed !== undefined && typed !== value) onCommit(typed)
        setTyped(undefined)
      }}
      onKeyDown={event => {
        if (event.key === 'Escape') setTyped(undefined)
        const takes = event.key === 'Enter' && (lines === 1 || event.ctrlKey || event.metaKey)
        if (!takes && event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        const field = event.currentTarget
        queueMicrotask(() => field.blur())
      }}
    />
  )
}
