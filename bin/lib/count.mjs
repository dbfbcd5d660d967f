import { readFileSync } from 'node:fs'

/** What vitest's JSON report counts; a file that could not even be loaded is one failure. */
export function countVitest(report) {
  const broken = report.testResults.filter(
    file =>
      file.status === 'failed' && !file.assertionResults.some(test => test.status === 'failed'),
  )
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length }
}

/** What Playwright's JSON report counts; errors outside any test are one failure each. */
export function countPlaywright(report) {
  const { expected, unexpected, flaky } = report.stats
  // What passed when it was tried once more is told as flaky by the runner itself.
  return { passed: expected + flaky, failed: unexpected + report.errors.length }
}

/** A runner's own count, corrected by its exit code: one that crashed or left no report has failed. */
export function countRun({ file, code, count }) {
  const counted = readCount(file, count)
  if (counted === undefined) return { passed: 0, failed: 1 }
  return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted
}

function readCount(file, count) {
  try {
    return count(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

export function sum(counts) {
  return counts.reduce(
    (total, { passed, failed }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
    }),
    { passed: 0, failed: 0 },
  )
}
