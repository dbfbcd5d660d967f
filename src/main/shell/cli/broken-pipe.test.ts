import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { nodeBinary, rootFolder } from '../../kit'

test('S1-07 `wireharp schema plugin | head -1` ends without a word of trouble', async () => {
  const cli = join(rootFolder(), 'out/main/cli.js')
  const line = `'${nodeBinary()}' '${cli}' schema plugin | head -1`
  expect(await promisify(execFile)('/bin/sh', ['-c', line])).toEqual({ stdout: '{\n', stderr: '' })
})
