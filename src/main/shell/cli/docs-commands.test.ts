import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { rootFolder } from '../../kit'
import { createProgram } from './program'

/** What `bin/wireharp.mjs` does itself, in a checkout. */
const OF_THE_CHECKOUT = /^(start|build|bench|verify|test|format|screenshots)\b/

/** Command lines of our pages, as they stand in blocks that are for a shell. */
function linesOf(page: string): readonly string[] {
  const text = readFileSync(join(rootFolder(), page), 'utf8')
  const blocks = [...text.matchAll(/^```sh[^\n]*\n([\s\S]*?)^```$/gm)].map(([, body = '']) => body)
  return blocks
    .flatMap(block => block.split(/\n|&&/))
    .map(line => line.replace(/\s[#>].*$/, '').trim())
    .flatMap(line => /^wireharp (?:--profile \w+ )?(.+)$/.exec(line)?.[1] ?? [])
}

function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  )
}

/** It and all below it do nothing. */
function disarm(command: Command): void {
  command.configureOutput({ writeOut: () => {}, outputError: () => {} })
  if (command.commands.length === 0) command.action(() => {})
  command.commands.forEach(disarm)
}

async function problemOf(line: string): Promise<string | undefined> {
  const io = { env: {}, out: () => {}, err: () => {}, status: () => {} }
  const program = createProgram(io, '0', () => {})
  disarm(program)
  try {
    await program.parseAsync(wordsOf(line), { from: 'user' })
    return undefined
  } catch (thrown) {
    if (thrown instanceof Error && 'exitCode' in thrown && thrown.exitCode === 0) return undefined
    return `${line}: ${String(thrown)}`
  }
}

test('S2-13 every command of our pages is one that there is, with options that it has', async () => {
  const pages = [
    'README.md',
    ...globSync('{docs,plugins,resources}/**/*.md', { cwd: rootFolder() }),
  ]
  const lines = pages.flatMap(linesOf).filter(line => !OF_THE_CHECKOUT.test(line))
  expect(lines.length).toBeGreaterThan(60)
  const problems = await Promise.all([...new Set(lines)].map(problemOf))
  expect(problems.filter(problem => problem !== undefined)).toEqual([])
})

test('S2-13 a command that is not there, and an option that it has not, are found', async () => {
  expect(await problemOf('plugin instal ./tremolo')).toContain('unknown command')
  expect(await problemOf('plugin install ./tremolo --force')).toContain('unknown option')
})
