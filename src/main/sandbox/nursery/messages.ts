/** To the nursery: a host is wanted, by a number of the engine’s own. */
export interface Order {
  readonly host: number
}

/** From the nursery: one of the two sockets of a host, or that it has ended. */
export type Birth =
  | { readonly kind: 'line' | 'words'; readonly host: number; readonly pid: number }
  | { readonly kind: 'ended'; readonly host: number }

export function isOrder(value: unknown): value is Order {
  return typeof value === 'object' && value !== null && 'host' in value
}

export function isBirth(value: unknown): value is Birth {
  return isOrder(value) && 'kind' in value
}
