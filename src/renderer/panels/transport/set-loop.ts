import type { Seconds } from '#shared/kit'
import { dispatch, projectNow } from '../../state'

export function setLoop(start: Seconds, end: Seconds, gesture?: string): void {
  const { loop } = projectNow().transport
  const next = { ...loop, start: Math.max(0, start), end }
  if (next.end <= next.start || (next.start === loop.start && next.end === loop.end)) return
  const edits = [{ kind: 'set-transport' as const, transport: { loop: next } }]
  dispatch('Set loop', edits, gesture === undefined ? {} : { gesture })
}
