import type { EngineEvent } from '#shared/contract'
import type { Link } from '../../kit'

interface Situation {
  readonly link: Link
  readonly engine: Extract<EngineEvent, { kind: 'status' }>['state']
  /** Edits that the shell has not confirmed. */
  readonly pending: number
  /** It has been offline for a while. */
  readonly long: boolean
}

/** What to say about a shell or an engine that is away, and what to do then. */
export function bannerText({ link, engine, pending, long }: Situation): string | undefined {
  if (link === 'refused') {
    return `Wireharp was started anew, and this page belongs to the time before. Close it and open the new address. ${kept(pending)}`
  }
  if (link === 'offline') {
    return long
      ? `Wireharp does not answer any more. If it was ended, start it again and open its new address. ${kept(pending)}`
      : 'Reconnecting… Your edits are kept and will be sent.'
  }
  return engine === 'down'
    ? 'The sound engine could not start. Editing goes on; restart Wireharp to hear sound.'
    : undefined
}

function kept(pending: number): string {
  if (pending === 0) return 'Nothing is lost: every edit is in the project.'
  const edits = pending === 1 ? 'The last edit on' : `The last ${pending} edits on`
  return `${edits} this page did not reach it; all before are in the project.`
}
