import { Emitter, eventStream, ok } from '#shared/kit'
import type { AuditEntry, PermissionEvent, PermissionsContract, ServiceOf } from '#shared/contract'
import type { AskDesk } from './ask-desk'
import type { Grants } from './grants'
import type { JsonLines } from './json-lines'

export interface PermissionsParts {
  readonly grants: Grants
  readonly desk: AskDesk
  readonly audit: JsonLines
}

/** What is asked, what was decided, and how it is taken back. */
export function createPermissionsService({
  grants,
  desk,
  audit,
}: PermissionsParts): ServiceOf<PermissionsContract> {
  const { book } = grants
  const events = new Emitter<PermissionEvent>()
  const asksEvent = (): PermissionEvent => ({ kind: 'asks', asks: desk.asks })
  const grantsEvent = (): PermissionEvent => ({
    kind: 'grants',
    grants: book.grants,
    offline: book.offline,
  })
  desk.changes.on(() => events.emit(asksEvent()))
  book.changes.on(() => events.emit(grantsEvent()))
  return {
    async *watch(_, { signal }) {
      using _watching = desk.watch()
      yield* eventStream(events, signal, { first: () => [asksEvent(), grantsEvent()] })
    },
    answer: ({ id, answer }) => {
      desk.answer(id, answer)
      return ok()
    },
    list: () => ok(book.grants),
    revoke: async ({ plugin, right, target }) => {
      await grants.revoke({
        plugin,
        ...(right !== undefined && { right }),
        ...(target !== undefined && { target }),
      })
      return ok()
    },
    audit: async ({ plugin, limit }) => {
      const entries = (await audit.last(10_000)).filter(isEntry)
      const own = entries.filter(entry => plugin === undefined || entry.plugin === plugin)
      return ok(own.toReversed().slice(0, limit))
    },
    setOffline: async ({ offline }) => {
      await book.setOffline(offline)
      return ok()
    },
  }
}

function isEntry(value: unknown): value is AuditEntry {
  return typeof value === 'object' && value !== null && 'plugin' in value && 'right' in value
}
