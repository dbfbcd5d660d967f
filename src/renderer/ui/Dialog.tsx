import { X } from 'lucide-react'
import { Dialog as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { floats } from './floats'
import { IconButton } from './IconButton'
import { useFocusInside } from './use-focus-inside'

interface DialogProps {
  readonly title: string
  readonly description: string
  readonly onClose: () => void
  readonly children: ReactNode
  readonly footer?: ReactNode
  readonly wide?: boolean | 'very'
  /** Without padding or scrolling of its own: the content sees to both. */
  readonly bare?: boolean
  readonly testId?: string
  /** Whether something inside wants Escape for itself just now. */
  readonly keepsEscape?: () => boolean
}

const widths: Readonly<Record<string, string>> = { false: 'w-112', true: 'w-160', very: 'w-240' }

/**
 * A dialog over the app. It is not `modal` to Radix, whose scroll lock writes a style element that the page's
 * policy refuses; the focus is kept inside by what the dialog does itself.
 */
export function Dialog({
  title,
  description,
  onClose,
  children,
  footer,
  wide = false,
  bare = false,
  testId,
  keepsEscape,
}: DialogProps) {
  useFocusInside()

  return (
    <Primitive.Root
      open
      modal={false}
      onOpenChange={open => {
        if (!open) onClose()
      }}
    >
      <Primitive.Portal container={floats()}>
        <div className="fixed inset-0 z-30 bg-black/45" aria-hidden onPointerDown={onClose} />
        <Primitive.Content
          data-testid={testId}
          aria-modal
          onOpenAutoFocus={event => {
            // On the close button its tooltip would open, and take the first Escape.
            event.preventDefault()
            focusFirst(event.currentTarget)
          }}
          onInteractOutside={event => event.preventDefault()}
          onEscapeKeyDown={event => {
            if (keepsEscape?.() === true) event.preventDefault()
          }}
          className={`appear-middle fixed top-1/2 left-1/2 z-30 flex max-h-[84vh] -translate-x-1/2 -translate-y-1/2 flex-col rounded-lg border border-line-strong bg-panel shadow-float outline-none ${widths[String(wide)]} max-w-[92vw]`}
        >
          <div className="flex items-center gap-3 border-b border-line py-2 pr-2 pl-4">
            <Primitive.Title className="flex-1 text-base font-semibold">{title}</Primitive.Title>
            <IconButton icon={X} label="Close" onClick={onClose} />
          </div>
          <Primitive.Description className="sr-only">{description}</Primitive.Description>
          <div className={`min-h-0 flex-1 ${bare ? '' : 'overflow-y-auto p-4'}`}>{children}</div>
          {footer !== undefined && (
            <div className="flex items-center justify-end gap-2 border-t border-line px-4 py-3">
              {footer}
            </div>
          )}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

/** The first field, else the dialog itself. */
function focusFirst(box: EventTarget | null): void {
  if (!(box instanceof HTMLElement)) return
  const field = box.querySelector<HTMLElement>('input') ?? box
  field.focus()
}
