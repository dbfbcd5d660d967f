/** What makes one list of another: items are told apart by a key. */
export interface ListChange<T> {
  /** Keys of those that leave their place: they are gone, or stand among `put` again. */
  readonly gone: readonly string[]
  /** In the order of the new list, each with the key of the one before it, which the first has not. */
  readonly put: readonly { readonly after?: string; readonly item: T }[]
}

type KeyOf<T> = (item: T) => string

/** What differs between two lists; items that are not the same object are asked about. */
export function listChange<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: KeyOf<T>,
  isSame: (old: T, now: T) => boolean,
): ListChange<T> {
  const places = new Map(before.map((item, at) => [keyOf(item), { item, at }]))
  const stay = new Set<string>()
  const put: { after?: string; item: T }[] = []
  let last = -1
  let previous: string | undefined
  for (const item of after) {
    const key = keyOf(item)
    const old = places.get(key)
    const isThere = old !== undefined && (old.item === item || isSame(old.item, item))
    if (isThere && old.at > last) {
      last = old.at
      stay.add(key)
    } else put.push({ ...(previous !== undefined && { after: previous }), item })
    previous = key
  }
  return { gone: [...places.keys()].filter(key => !stay.has(key)), put }
}

/** The new list, in which what did not change are the same objects. */
export function withListChange<T>(
  before: readonly T[],
  { gone, put }: ListChange<T>,
  keyOf: KeyOf<T>,
): readonly T[] {
  if (gone.length === 0 && put.length === 0) return before
  const left = new Set(gone)
  const behind = new Map(put.map(({ after, item }) => [after, item]))
  const list: T[] = []
  const follow = (key: string | undefined) => {
    for (let next = behind.get(key); next !== undefined; next = behind.get(keyOf(next))) {
      list.push(next)
    }
  }
  follow(undefined)
  for (const item of before) {
    const key = keyOf(item)
    if (left.has(key)) continue
    list.push(item)
    follow(key)
  }
  return list
}
