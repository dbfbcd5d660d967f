import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

interface FailureNoteProps {
  readonly message: string
  /** What the user can do about it. */
  readonly children?: ReactNode
  readonly testId?: string
}

/** A failure, beside the thing that failed. */
export function FailureNote({ message, children, testId }: FailureNoteProps) {
  return (
    <div
      role="alert"
      data-testid={testId}
      className="flex items-start gap-2 rounded border border-bad/40 bg-bad-ground px-2 py-1.5 text-xs text-text select-text"
    >
      <TriangleAlert size={14} aria-hidden className="mt-px shrink-0 text-bad" />
      <p className="min-w-0 flex-1 break-words">{message}</p>
      {children}
    </div>
  )
}
