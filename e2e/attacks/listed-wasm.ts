import type { Ends, Probe } from './probe'
import { wasmGuest, type GuestParts } from './wasm-guest'

/** What differs from a module that does no harm, or a module whole; how it ends, and what is said of it. */
type Listed = readonly [
  name: string,
  parts: GuestParts | (() => Uint8Array),
  ends: Ends,
  says?: string,
]

/** Attacks of Wasm modules, of one row of the table. */
export function listedWasm(row: string, list: readonly Listed[]): Probe[] {
  return list.map(([name, parts, ends, says]) => ({
    row,
    name,
    guest: 'wasm',
    code: typeof parts === 'function' ? parts : () => wasmGuest(parts),
    ends,
    ...(says !== undefined && { says }),
  }))
}
