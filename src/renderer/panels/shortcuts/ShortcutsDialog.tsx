import { closeDialog } from '../../state'
import { Dialog, Keys } from '../../ui'
import { shortcuts } from './shortcuts'

export function ShortcutsDialog() {
  return (
    <Dialog
      wide
      title="Keyboard shortcuts"
      description="Every key that Wireharp knows."
      testId="shortcuts-dialog"
      onClose={closeDialog}
    >
      <div className="grid grid-cols-2 gap-x-8 gap-y-5">
        {shortcuts.map(group => (
          <section key={group.title}>
            <h3 className="pb-1.5 text-xs font-semibold text-faint">{group.title}</h3>
            <ul>
              {group.keys.map(([keys, text]) => (
                <li key={text} className="flex h-6 items-center justify-between gap-3 text-sm">
                  <span className="text-soft">{text}</span>
                  <Keys of={keys} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
