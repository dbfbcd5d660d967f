import { useEffect, useState } from 'react'
import { attempt } from '../../kit'
import { client } from '../../state'

export interface AssetOf {
  readonly id: string
  readonly version: string
  readonly registry: string
}

/** Pictures that were fetched, by package and path: the list scrolls over the same ones again and again. */
const known = new Map<string, string>()
const MOST = 200
/** Files that will never be shown. */
const REFUSED: ReadonlySet<string> = new Set(['file-unreadable', 'file-too-large'])

/** A picture out of a package, as an address that may be shown; undefined until it is there, empty where it cannot be shown. */
export function useAsset(of: AssetOf, path: string | undefined): string | undefined {
  const { id, version, registry } = of
  const key = path === undefined ? undefined : [registry, id, version, path].join(' ')
  const [, setSeen] = useState<string>()
  useEffect(() => {
    if (key === undefined || path === undefined || known.has(key)) return
    let current = true
    void attempt(client().marketplace.asset({ id, version, registry, path })).then(answer => {
      // Who cannot be reached now may be later.
      if (!answer.ok && !REFUSED.has(answer.error.code)) return
      const isShown = answer.ok && answer.value.url.startsWith('data:image/')
      const [oldest] = known.keys()
      if (known.size >= MOST && oldest !== undefined) known.delete(oldest)
      known.set(key, isShown ? answer.value.url : '')
      if (current) setSeen(key)
    })
    return () => {
      current = false
    }
  }, [key, id, version, registry, path])
  return key === undefined ? undefined : known.get(key)
}
