import type { MarketQuery } from '../../state'

/** Whether anything but the words typed narrows the list. */
export function isFiltered(query: MarketQuery): boolean {
  const { categories, kinds, licences, registries, permissions, installed, updates, verified } =
    query
  return (
    [categories, kinds, licences, registries].some(list => (list?.length ?? 0) > 0) ||
    permissions !== undefined ||
    [installed, updates, verified].includes(true)
  )
}

export function toggled(list: readonly string[], value: string, on: boolean): string[] {
  const rest = list.filter(each => each !== value)
  return on ? [...rest, value] : rest
}
