import { useLink, useMirror } from '../../state'
import { classNames, Tip } from '../../ui'

/** Where the last edits are: on their way, kept in the edit log, or in the file as well. */
export function DiskState() {
  const online = useLink(link => link.link === 'online')
  const pending = useMirror(mirror => mirror.pending.length)
  const saved = useMirror(mirror => mirror.saved)
  const draft = useMirror(mirror => mirror.draft)
  const { text, tip, warn } = describe({ online, pending, saved, draft })
  return (
    <Tip text={tip} side="top">
      <span
        data-testid="disk-state"
        className={classNames('whitespace-nowrap', warn && 'text-warn')}
      >
        {text}
      </span>
    </Tip>
  )
}

interface Kept {
  readonly online: boolean
  readonly pending: number
  readonly saved: boolean
  readonly draft: boolean
}

/** An edit that takes its way is no news: only what waits for a connection is. */
export function describe({ online, pending, saved, draft }: Kept) {
  if (!online && pending > 0) {
    const edits = pending === 1 ? '1 edit waits' : `${pending} edits wait`
    return { text: edits, tip: 'Sent as soon as Wireharp answers again', warn: true }
  }
  if (draft) {
    return {
      text: 'Draft',
      tip: 'Every edit is kept on the disk; save it to give it a name',
      warn: false,
    }
  }
  return saved
    ? { text: 'Saved', tip: 'The file says what is shown', warn: false }
    : { text: 'Kept', tip: 'Every edit is kept on the disk, and not in the file yet', warn: false }
}
