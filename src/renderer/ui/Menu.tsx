import { Check } from 'lucide-react'
import { ContextMenu, DropdownMenu } from 'radix-ui'
import { useRef, type ReactElement, type ReactNode } from 'react'
import type { Combination } from '../kit'
import { floats } from './floats'
import { Keys } from './Keys'

export const menuClasses =
  'appear z-40 max-h-[min(70vh,var(--radix-popper-available-height))] min-w-44 overflow-y-auto rounded-md border border-line-strong bg-raised p-1 shadow-float outline-none'

const itemClasses =
  'flex h-7 items-center gap-2 rounded-sm px-2 text-sm text-text outline-none select-none data-[highlighted]:bg-control-hover data-[disabled]:opacity-40'

/** One line of a menu, of a rule between groups, or of a submenu. */
export type MenuEntry =
  | {
      readonly label: string
      readonly run: () => void
      readonly keys?: Combination | undefined
      readonly note?: string | undefined
      readonly disabled?: boolean
      readonly danger?: boolean
      readonly checked?: boolean
      readonly testId?: string
    }
  | { readonly label: string; readonly entries: readonly MenuEntry[] }
  | 'rule'

interface MenuProps {
  /** Made when it opens. */
  readonly entries: () => readonly MenuEntry[]
  readonly trigger: ReactElement
  readonly label: string
}

export function Menu({ entries, trigger, label }: MenuProps) {
  const byPointer = useRef(false)
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={floats()}>
        <DropdownMenu.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          onPointerUp={() => (byPointer.current = true)}
          onKeyDown={() => (byPointer.current = false)}
          onCloseAutoFocus={event => {
            // The focus goes back to the button for who uses keys; after a click its ring would only puzzle.
            if (byPointer.current || isTaken()) event.preventDefault()
          }}
          className={menuClasses}
        >
          <Lazy entries={entries} of={DropdownMenu} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

interface ContextProps {
  readonly entries: () => readonly MenuEntry[]
  readonly children: ReactElement
}

/** A menu at the pointer; its entries are made when it opens. */
export function MenuAtPointer({ entries, children }: ContextProps) {
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal container={floats()}>
        <ContextMenu.Content
          collisionPadding={8}
          className={menuClasses}
          onCloseAutoFocus={event => {
            if (isTaken()) event.preventDefault()
          }}
        >
          <Lazy entries={entries} of={ContextMenu} />
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}

/** Whether what was chosen has taken the focus: a field to type in, say. Of a menu that closes it is nowhere. */
function isTaken(): boolean {
  return document.activeElement !== document.body
}

interface MenuAtProps {
  readonly at: { readonly x: number; readonly y: number }
  readonly label: string
  readonly entries: () => readonly MenuEntry[]
  readonly onClose: () => void
}

/** A menu that is opened by something else than a button, at a point of the screen. */
export function MenuAt({ at, label, entries, onClose }: MenuAtProps) {
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={open => !open && onClose()}>
      <DropdownMenu.Trigger asChild>
        <span aria-hidden className="fixed size-0" style={{ left: at.x, top: at.y }} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={floats()}>
        <DropdownMenu.Content
          align="start"
          sideOffset={2}
          collisionPadding={8}
          aria-label={label}
          onCloseAutoFocus={event => event.preventDefault()}
          className={menuClasses}
        >
          <Lazy entries={entries} of={DropdownMenu} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

type Primitives = Pick<
  typeof DropdownMenu,
  'Item' | 'Sub' | 'SubTrigger' | 'SubContent' | 'Portal' | 'Separator'
>

function Lazy({
  entries,
  of,
}: {
  readonly entries: () => readonly MenuEntry[]
  readonly of: Primitives
}) {
  return <Entries entries={entries()} of={of} />
}

interface EntriesProps {
  readonly entries: readonly MenuEntry[]
  readonly of: Primitives
}

function Entries({ entries, of: Primitive }: EntriesProps) {
  return entries.map((entry, index) => {
    if (entry === 'rule') {
      return <Primitive.Separator key={index} className="mx-1 my-1 h-px bg-line" />
    }
    if ('entries' in entry) {
      return (
        <Primitive.Sub key={entry.label}>
          <Primitive.SubTrigger className={itemClasses} data-submenu={entry.label}>
            <span className="flex-1">{entry.label}</span>
            <span aria-hidden className="text-faint">
              ›
            </span>
          </Primitive.SubTrigger>
          <Primitive.Portal container={floats()}>
            <Primitive.SubContent className={menuClasses} sideOffset={4} collisionPadding={8}>
              <Entries entries={entry.entries} of={Primitive} />
            </Primitive.SubContent>
          </Primitive.Portal>
        </Primitive.Sub>
      )
    }
    return (
      <Primitive.Item
        key={entry.label}
        className={itemClasses}
        disabled={entry.disabled === true}
        data-testid={entry.testId}
        onSelect={entry.run}
      >
        <MenuText {...entry} />
      </Primitive.Item>
    )
  })
}

function MenuText({
  label,
  keys,
  note,
  danger,
  checked,
}: Exclude<MenuEntry, 'rule' | { readonly entries: readonly MenuEntry[] }>) {
  return (
    <>
      {checked !== undefined && (
        <span className="w-3 shrink-0">{checked && <Check size={12} aria-hidden />}</span>
      )}
      <span className={danger === true ? 'flex-1 truncate text-bad' : 'flex-1 truncate'}>
        {label}
      </span>
      {note !== undefined && (
        <span className="max-w-48 truncate pl-4 text-xs text-soft">{note}</span>
      )}
      {keys !== undefined && (
        <span className="pl-4">
          <Keys of={keys} />
        </span>
      )}
    </>
  )
}

export function MenuRadioItem({
  value,
  children,
}: {
  readonly value: string
  readonly children: ReactNode
}) {
  return (
    <DropdownMenu.RadioItem value={value} className={itemClasses}>
      <span className="w-3 shrink-0">
        <DropdownMenu.ItemIndicator>
          <Check size={12} aria-hidden />
        </DropdownMenu.ItemIndicator>
      </span>
      <span>{children}</span>
    </DropdownMenu.RadioItem>
  )
}
