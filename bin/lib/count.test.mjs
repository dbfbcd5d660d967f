import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { countPlaywright, countRun, countVitest, failuresOf, sum, withAgain } from './count.mjs'

const folder = mkdtempSync(join(tmpdir(), 'wireharp-count-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const good = { status: 'passed', fullName: 'adds' }
const bad = { status: 'failed', fullName: 'takes away', failureMessages: ['late\n    at x.ts:1'] }
const passing = { name: 'a.test.ts', status: 'passed', assertionResults: [good] }
const failing = { name: 'b.test.ts', status: 'failed', assertionResults: [good, bad] }
const unloadable = {
  name: 'c.test.ts',
  status: 'failed',
  message: 'SyntaxError',
  assertionResults: [],
}

test('vitest: tests are counted, and a file that could not be loaded is one failure', () => {
  const report = { testResults: [passing, failing, unloadable] }
  expect(countVitest(report)).toEqual({ passed: 2, failed: 2 })
  expect(failuresOf(report)).toEqual([
    { file: 'b.test.ts', name: 'takes away', message: 'late' },
    { file: 'c.test.ts', name: 'did not run to its end', message: 'SyntaxError' },
  ])
})

test('vitest: what random input found is told with its seed, a process that went away by that', () => {
  const found = 'Error: Property failed after 9 tests\n{ seed: 7 }\nCounterexample: [0]\n    at x'
  const tests = [{ ...bad, failureMessages: [found] }]
  const gone = { ...unloadable, message: '', assertionResults: [good] }
  const report = { testResults: [{ ...failing, assertionResults: tests }, gone] }
  expect(failuresOf(report).map(({ message }) => message)).toEqual([
    'Error: Property failed after 9 tests { seed: 7 } Counterexample: [0]',
    'its process ended',
  ])
})

test('vitest: of a file that ran again the second run counts', () => {
  const report = { testResults: [passing, failing] }
  const again = { testResults: [{ ...failing, status: 'passed', assertionResults: [good, good] }] }
  expect(countVitest(withAgain(report, again))).toEqual({ passed: 3, failed: 0 })
})

test('Playwright: a test that passes when tried again has passed, skipped ones count as neither, errors as failures', () => {
  const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 3 }
  expect(countPlaywright({ stats, errors: [{ message: 'no such spec' }] })).toEqual({
    passed: 6,
    failed: 2,
  })
})

function runWith(text, code) {
  const file = join(folder, 'report.json')
  writeFileSync(file, text)
  return countRun({ file, code, count: countVitest })
}

const green = JSON.stringify({ testResults: [passing, passing] })

test('a runner that left no report, half of one, or another one has failed', () => {
  expect(countRun({ file: join(folder, 'none'), code: 0, count: countVitest })).toEqual({
    passed: 0,
    failed: 1,
  })
  expect(runWith(green.slice(0, 30), 1)).toEqual({ passed: 0, failed: 1 })
  expect(runWith('{}', 0)).toEqual({ passed: 0, failed: 1 })
})

test('a runner that passed every test but ended badly has failed once', () => {
  expect(runWith(green, 0)).toEqual({ passed: 2, failed: 0 })
  expect(runWith(green, 1)).toEqual({ passed: 2, failed: 1 })
})

test('parts add up', () => {
  expect(sum([])).toEqual({ passed: 0, failed: 0 })
  expect(
    sum([
      { passed: 3, failed: 0 },
      { passed: 1, failed: 2 },
    ]),
  ).toEqual({ passed: 4, failed: 2 })
})
