import { at } from './root.mjs'
import { runNode, withNode } from './run.mjs'

/** What `wireharp verify` looks at, each a line in the count. */
export const checks = [
  { name: 'format', args: [at('node_modules/oxfmt/bin/oxfmt'), '--check'] },
  { name: 'lint', args: [at('node_modules/oxlint/bin/oxlint')] },
  // Without --force a new global declaration goes unseen until something else changes.
  { name: 'types', args: [at('node_modules/typescript/bin/tsc'), '--build', '--force'] },
]

const layers = {
  name: 'layers',
  args: [at('node_modules/vitest/vitest.mjs'), 'run', 'src/layers'],
}

export async function runCheck({ name, args }) {
  process.stdout.write(`\n── ${name}\n`)
  const { code } = await runNode(args, { cwd: at(), env: withNode(), timeout: 300_000 })
  process.stdout.write(`── ${name}: ${code === 0 ? 'passed' : 'failed'}\n`)
  return { name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 }
}

/** Every check, whatever the ones before it said; yields the exit code. */
export async function verify(all = [...checks, layers]) {
  const { setUp } = await import('./set-up.mjs')
  await setUp({ withBuild: false })
  let failed = 0
  for (const check of all) failed += (await runCheck(check)).failed
  return failed === 0 ? 0 : 1
}
