import { expect, test } from 'vitest'
import type { CodeMark } from '#shared/contract'
import { fail } from '#shared/kit'
import { problemsOf } from './problem-list'

const mark = (line: number, message: string, severity: CodeMark['severity'] = 'error') => ({
  ...{ from: { line, column: 3 }, to: { line, column: 5 }, severity, message },
})

test('S1-36 below the code stands what failed, then what types say elsewhere; hints are read in the code alone', () => {
  const failed = fail('plugin-bundle-failed', 'main.ts:2:1: Unexpected token.', 'main.ts:2:1')
  const marks = [
    mark(2, 'Expression expected.'),
    mark(7, 'Type is wrong.\n  Because of that.'),
    mark(8, 'It is never read.', 'hint'),
  ]
  expect(problemsOf([failed], marks, 'main.ts')).toEqual([
    { message: failed.message, place: { file: 'main.ts', line: 2, column: 1 } },
    { message: 'main.ts:7:3: Type is wrong.', place: { file: 'main.ts', line: 7, column: 3 } },
  ])
})
