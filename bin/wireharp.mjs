#!/usr/bin/env node
// Sets the checkout up if needed, then runs what was built (out/) on the bundled Node 24.
// Plain JavaScript for any Node from 20 on, with no dependencies: it must run before anything is installed.
import { say, Trouble } from './lib/say.mjs'

// `--profile ai` holds for any command, and for the app: large models may run, whatever is set.
const given = process.argv.slice(2)
if (given[0] === '--profile' && given[1] === 'ai') {
  process.env['WIREHARP_PROFILE'] = 'ai'
  given.splice(0, 2)
}
const [command = 'start', ...args] = given

async function main() {
  switch (command) {
    case 'start':
      return (await import('./lib/start.mjs')).start(args)
    case 'build':
      return (await import('./lib/set-up.mjs')).setUp({ forceBuild: true })
    case 'verify':
      return (await import('./lib/checks.mjs')).verify()
    case 'test':
      return (await import('./lib/test.mjs')).test(args)
    case 'format':
    case 'screenshots':
    case 'bench':
      return (await import('./lib/tools.mjs')).runTool(command, args)
    default:
      return (await import('./lib/command.mjs')).runCommand(given)
  }
}

try {
  process.exitCode = (await main()) ?? 0
} catch (error) {
  if (!(error instanceof Trouble)) throw error
  say(error.message)
  process.exitCode = error.exitCode
}
