import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checks, runCheck } from './checks.mjs'
import { countPlaywright, countRun, sum } from './count.mjs'
import { ensureChromium } from './install-chromium.mjs'
import { at } from './root.mjs'
import { runNode, withNode } from './run.mjs'
import { say } from './say.mjs'
import { setUp } from './set-up.mjs'
import { runUnit } from './unit.mjs'

const minute = 60_000

const parts = { verify: runChecks, unit: runUnit, e2e: runEndToEnd }

/**
 * `wireharp test [verify|unit|e2e] [filter…]`: every part, whatever the ones before it said. The last line
 * is the count, from the runners' own reports; yields the exit code.
 */
export async function test([part, ...filters]) {
  const folder = mkdtempSync(join(tmpdir(), 'wireharp-test-'))
  try {
    const counts = await runParts(part, filters, folder)
    const total = sum(counts)
    // At the end, where whoever reads the last lines sees them.
    for (const note of counts.flatMap(count => count.notes ?? [])) say(note)
    process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`)
    return total.failed > 0 || total.passed === 0 ? 1 : 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runParts(part, filters, folder) {
  if (part !== undefined && parts[part] === undefined) {
    say(`There is no test part '${part}': it may be ${Object.keys(parts).join(', ')}.`)
    return [{ passed: 0, failed: 1 }]
  }
  const counts = []
  try {
    await setUp()
  } catch (error) {
    say(error.message)
    counts.push({ passed: 0, failed: 1 })
  }
  const chosen = part === undefined ? Object.values(parts) : [parts[part]]
  for (const runPart of chosen) counts.push(await guarded(() => runPart({ filters, folder })))
  return counts
}

/** A part that could not even be started has failed; the others still run. */
async function guarded(runPart) {
  try {
    return await runPart()
  } catch (error) {
    say(error.message)
    return { passed: 0, failed: 1 }
  }
}

async function runChecks() {
  const counts = []
  for (const check of checks) counts.push(await runCheck(check))
  const failed = counts.filter(count => count.failed > 0)
  return { ...sum(counts), notes: failed.map(({ name }) => `Failed: the check of ${name}`) }
}

async function runEndToEnd({ filters, folder }) {
  const file = join(folder, 'e2e.json')
  const chromium = ensureChromium()
  const env = {
    ...withNode(),
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    ...(chromium && { WIREHARP_CHROMIUM: chromium }),
  }
  const args = [
    at('node_modules/@playwright/test/cli.js'),
    'test',
    '--reporter=list,json',
    ...filters,
  ]
  const { code } = await runNode(args, { cwd: at(), env, timeout: 32 * minute })
  return countRun({ file, code, count: countPlaywright })
}
