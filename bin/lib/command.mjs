import { at } from './root.mjs'
import { runNode, withNode } from './run.mjs'
import { setUp } from './set-up.mjs'

/** Everything that is not about the checkout itself is the built command line's to answer. */
export async function runCommand(args) {
  await setUp()
  return (await runNode([at('out/main/cli.js'), ...args], { env: withNode() })).code
}
