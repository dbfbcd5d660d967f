import type { Failure } from '#shared/kit'

/** A place in one of the two files: lines and columns from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Where a problem is, of one that says so: `main.ts:3:5`. */
export function placeOf({ at = '' }: Pick<Failure, 'at'>): Place | undefined {
  const [, file = '', line = '', column = '1'] = /^([\w./-]+):(\d+)(?::(\d+))?$/.exec(at) ?? []
  return file === '' ? undefined : { file, line: Number(line), column: Number(column) }
}
