import { join, relative } from 'node:path'
import { countReport, countVitest, failuresOf, readReport, withAgain } from './count.mjs'
import { at } from './root.mjs'
import { runNode, withNode } from './run.mjs'

const minute = 60_000
/** More failures than these are no accident of a busy machine. */
const MOST_AGAIN = 4

/**
 * The unit tests, three files at a time. On a machine that others use too a test may miss a deadline: the files
 * of the few that failed run once more, one at a time, and what passes then is told by name. What random input
 * found stays a failure: the same input will not come again. Yields the count, and `notes`, a line a failure.
 */
export async function runUnit({ filters, folder }) {
  const first = await vitest(filters, join(folder, 'unit.json'))
  const failures = first.report === undefined ? [] : failuresOf(first.report)
  const hopeless = failures.length > MOST_AGAIN || failures.some(isFoundByChance)
  if (failures.length === 0 || hopeless) return told(first, failures)
  const files = [...new Set(failures.map(({ file }) => file))]
  const second = await vitest([...files, '--maxWorkers=1'], join(folder, 'again.json'))
  if (second.report === undefined) return told(first, failures)
  const report = withAgain(first.report, second.report)
  const lasting = failuresOf(report)
  const passed = failures.filter(one => !lasting.some(other => isSame(one, other)))
  return told({ report, code: second.code }, lasting, passed)
}

/** What failed outside any test is only in what the runner printed. */
function told(run, failed, flaky = []) {
  const counted = countReport({ ...run, count: countVitest })
  const outside = `Failed: an error outside any test; see “Unhandled Errors” above (code ${run.code})`
  const lines = [
    ...notes('Flaky (failed, then passed by itself)', flaky),
    ...notes('Failed', failed),
    ...(counted.failed > failed.length ? [outside] : []),
  ]
  return { ...counted, notes: lines }
}

async function vitest(args, file) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const { code } = await runNode(
    [at('node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...args],
    { cwd: at(), env: withNode(), timeout: 20 * minute },
  )
  return { code, report: readReport(file) }
}

function isFoundByChance({ message }) {
  return message.includes('Property failed')
}

function isSame(one, other) {
  return one.file === other.file && one.name === other.name
}

function notes(what, failures) {
  return failures.map(
    ({ file, name, message }) => `${what}: ${relative(at(), file)} › ${name}: ${message}`,
  )
}
