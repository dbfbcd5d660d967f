import { ensureChromium } from './install-chromium.mjs'
import { at } from './root.mjs'
import { runNode, withNode } from './run.mjs'
import { setUp } from './set-up.mjs'

const playwright = at('node_modules/@playwright/test/cli.js')

const tools = {
  format: async () => {
    const formatted = await script('node_modules/oxfmt/bin/oxfmt')
    const fixed = await script('node_modules/oxlint/bin/oxlint', ['--fix'])
    return formatted || fixed
  },
  /** Pictures for the documentation: the `screenshots` project of the Playwright configuration. */
  screenshots: args => {
    const chromium = ensureChromium()
    const env = { WIREHARP_SCREENSHOTS: '1', ...(chromium && { WIREHARP_CHROMIUM: chromium }) }
    return script(playwright, ['test', '--project=screenshots', ...args], env)
  },
  bench: args => script(at('bin/bench.mjs'), args),
}

export async function runTool(name, args) {
  await setUp({ withBuild: name !== 'format' })
  return tools[name](args)
}

async function script(path, args = [], env = {}) {
  const { code } = await runNode([path, ...args], { cwd: at(), env: { ...withNode(), ...env } })
  return code
}
