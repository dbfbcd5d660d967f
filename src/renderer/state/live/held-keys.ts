import { create } from 'zustand'

/** The keys that are down, by whoever holds them: drawn on the keyboard. */
export const useHeldKeys = create<{ readonly keys: ReadonlyMap<string, number> }>(() => ({
  keys: new Map(),
}))

/** `key` is undefined where it was let go of. */
export function showHeld(holder: string, key: number | undefined): void {
  const keys = new Map(useHeldKeys.getState().keys)
  if (key === undefined) {
    if (!keys.delete(holder)) return
  } else keys.set(holder, key)
  useHeldKeys.setState({ keys })
}

export function showNothingHeld(): void {
  useHeldKeys.setState({ keys: new Map() })
}
