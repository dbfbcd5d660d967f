import { Check, Info, TriangleAlert, X } from 'lucide-react'
import { dismiss, useToasts } from '../../state'
import { Button, IconButton } from '../../ui'

const icons = { info: Info, done: Check, failure: TriangleAlert } as const
const colors = { info: 'text-soft', done: 'text-good', failure: 'text-bad' } as const

/** Messages that come and go, above the status bar. */
export function Toasts() {
  const toasts = useToasts(state => state.shown)
  return (
    <div
      role="region"
      aria-label="Messages"
      aria-live="polite"
      className="pointer-events-none fixed right-4 bottom-9 z-50 flex w-88 flex-col gap-2"
    >
      {toasts.map(({ id, tone, text, action }) => {
        const Icon = icons[tone]
        return (
          <div
            key={id}
            role={tone === 'failure' ? 'alert' : 'status'}
            data-testid={`toast-${tone}`}
            className="appear pointer-events-auto flex items-start gap-2 rounded-md border border-line-strong bg-raised py-2 pr-1.5 pl-3 text-sm shadow-float"
          >
            <Icon size={15} aria-hidden className={`mt-px shrink-0 ${colors[tone]}`} />
            <p className="max-h-40 min-w-0 flex-1 overflow-y-auto break-words select-text">
              {text}
            </p>
            {action !== undefined && (
              <Button look="quiet" className="-my-1 px-1.5" onClick={() => action.run()}>
                {action.label}
              </Button>
            )}
            <IconButton icon={X} size="small" label="Dismiss" onClick={() => dismiss(id)} />
          </div>
        )
      })}
    </div>
  )
}
