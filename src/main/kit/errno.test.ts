import { expect, test } from 'vitest'
import { writeFailure } from './errno'

test('a write that fails says why in words, and not in the system’s', () => {
  for (const errno of ['ENOSPC', 'EACCES', 'EROFS', 'ENOENT', 'ENOTDIR']) {
    expect(writeFailure(errno, 'the export').message, errno).not.toContain(errno)
  }
  expect(writeFailure('ENOENT', 'the export').message).toMatch(/^There is no such folder/)
})
