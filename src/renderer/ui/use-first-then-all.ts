import { useDeferredValue } from 'react'

/**
 * The first of a list at once, so that what was typed or opened is answered, and the rest in the background. The list
 * has to keep its identity for as long as nothing about it changes.
 */
export function useFirstThenAll<Item>(items: readonly Item[], first: number): readonly Item[] {
  const settled = useDeferredValue(items, none)
  return settled === items ? items : items.slice(0, first)
}

const none: readonly never[] = []
