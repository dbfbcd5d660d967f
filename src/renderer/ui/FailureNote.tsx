import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names'

interface FailureNoteProps {
  readonly message: string
  /** A warning is about something that was done all the same. */
  readonly tone?: 'failure' | 'warning'
  /** What the user can do about it. */
  readonly children?: ReactNode
  readonly testId?: string
}

/** A failure, beside the thing that failed. */
export function FailureNote({ message, tone = 'failure', children, testId }: FailureNoteProps) {
  const isFailure = tone === 'failure'
  return (
    <div
      role={isFailure ? 'alert' : 'status'}
      data-testid={testId}
      className={classNames(
        'flex items-start gap-2 rounded border px-2 py-1.5 text-xs text-text select-text',
        isFailure ? 'border-bad/40 bg-bad-ground' : 'border-warn/40 bg-warn/10',
      )}
    >
      <TriangleAlert
        size={14}
        aria-hidden
        className={classNames('mt-px shrink-0', isFailure ? 'text-bad' : 'text-warn')}
      />
      <div className="flex min-w-0 flex-1 flex-col items-start gap-1.5">
        <p className="w-full break-words">{message}</p>
        {children}
      </div>
    </div>
  )
}
