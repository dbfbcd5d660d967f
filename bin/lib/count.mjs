import { readFileSync } from 'node:fs'

/** What vitest's JSON report counts; a file that could not even be loaded is one failure. */
export function countVitest({ testResults }) {
  const tests = testResults.flatMap(file => file.assertionResults)
  const passed = tests.filter(test => test.status === 'passed').length
  return { passed, failed: failuresOf({ testResults }).length }
}

/** The failures of vitest's JSON report: `{ file, name, message }` each, with what the error says first. */
export function failuresOf({ testResults }) {
  return testResults
    .filter(file => file.status === 'failed')
    .flatMap(({ name: file, message, assertionResults }) => {
      const failed = assertionResults.filter(test => test.status === 'failed')
      // Without a word where the process that ran the file went away.
      const why = message || 'its process ended'
      const broken = { fullName: 'did not run to its end', failureMessages: [why] }
      return (failed.length > 0 ? failed : [broken]).map(({ fullName, failureMessages }) => ({
        file,
        name: fullName,
        message: beginning(String(failureMessages[0] ?? '')),
      }))
    })
}

/** The first line; of what random input found also the seed and the input, without which nobody sees it again. */
function beginning(message) {
  const lines = message.split('\n', 3)
  return message.includes('Property failed') ? lines.join(' ').slice(0, 600) : lines[0]
}

/** `report`, with what `again` says of the files that it ran too. */
export function withAgain(report, again) {
  const ran = new Set(again.testResults.map(file => file.name))
  const others = report.testResults.filter(file => !ran.has(file.name))
  return { testResults: [...others, ...again.testResults] }
}

/** What Playwright's JSON report counts; errors outside any test are one failure each. */
export function countPlaywright(report) {
  const { expected, unexpected, flaky } = report.stats
  // What passed when it was tried once more is told as flaky by the runner itself.
  return { passed: expected + flaky, failed: unexpected + report.errors.length }
}

/** A runner's own count, corrected by its exit code: one that crashed or left no report has failed. */
export function countRun({ file, code, count }) {
  return countReport({ report: readReport(file), code, count })
}

export function countReport({ report, code, count }) {
  const counted = safely(() => count(report))
  if (counted === undefined) return { passed: 0, failed: 1 }
  return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted
}

/** A runner's JSON report; undefined where it left none, or half of one. */
export function readReport(file) {
  return safely(() => JSON.parse(readFileSync(file, 'utf8')))
}

function safely(read) {
  try {
    return read()
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
