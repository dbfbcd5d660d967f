import { expect, test } from 'vitest'
import { describe as describeDisk } from './DiskState'

const calm = { online: true, pending: 0, saved: true, draft: false }

test.each([
  ['Saved', {}],
  ['Kept', { saved: false }],
  ['Kept', { saved: false, pending: 2 }],
  ['Draft', { draft: true, saved: false }],
  ['1 edit waits', { online: false, pending: 1 }],
  ['3 edits wait', { online: false, pending: 3, draft: true }],
] as const)('E-21 the disk state says “%s” where %o', (text, change) => {
  expect(describeDisk({ ...calm, ...change }).text).toBe(text)
})
