import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { err, ok, type Failure, type Result } from '#shared/kit'
import { readPlugin } from '../read-plugin'
import { inWorker } from './in-worker'
import { lintManifest } from './lint-manifest'
import { scanPackage } from './scan-package'
import type { LintFinding } from './worker/requests'

/** Folders that are not the author’s. */
const others = /(^|\/)(node_modules|coverage|dist|\.[^/]+)\//
/** A README of fewer letters tells nobody how a plugin is used. */
const LEAST_README = 200

/**
 * Holds a plugin that is being written against good practice: security, performance, errors and docs. Every finding says
 * why, and what to do instead. Runs nothing of it; a plugin.json that cannot be used is refused.
 */
export async function lintPlugin(
  folder: string,
): Promise<Result<readonly LintFinding[], readonly Failure[]>> {
  const plugin = readPlugin(folder)
  if (!plugin.ok) return err(plugin.error)
  const { manifest } = plugin.value
  const files = await filesIn(folder)
  const sources = files.filter(path => /(?<!\.test|\.d)\.[cm]?[jt]s$/.test(path))
  const text = await readFile(join(folder, 'plugin.json'), 'utf8')
  const [scan, reply] = await Promise.all([
    scanPackage(folder, sources, manifest),
    inWorker({ kind: 'lint', folder, files: sources }),
  ])
  const findings = [
    ...scan.findings
      // What the sandbox lacks anyway is no danger, and told by whoever bundles.
      .filter(({ severity }) => severity === 'warning')
      .map(({ rule, file, line, message }): LintFinding => ({
        ...{ rule, file, line, message },
        about: 'security',
        severity: 'warning',
      })),
    ...(reply.kind === 'linted' ? reply.findings : []),
    ...lintManifest(manifest, text),
    ...(await lintFiles(folder, files, manifest.main !== undefined)),
  ]
  return ok(
    findings.toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line)),
  )
}

async function lintFiles(
  folder: string,
  files: readonly string[],
  hasCode: boolean,
): Promise<readonly LintFinding[]> {
  const readme = files.find(path => /^readme\.md$/i.test(path))
  const length = readme === undefined ? 0 : (await readFile(join(folder, readme), 'utf8')).length
  const findings: LintFinding[] = []
  if (length < LEAST_README) {
    findings.push({
      rule: readme === undefined ? 'readme-missing' : 'readme-thin',
      about: 'docs',
      severity: 'advice',
      file: readme ?? 'README.md',
      line: 1,
      message: 'Say in a README.md what it is, how it is used, and what each parameter does.',
    })
  }
  if (hasCode && !files.some(path => /\.test\.[jt]s$/.test(path))) {
    findings.push({
      rule: 'test-missing',
      about: 'errors',
      severity: 'advice',
      file: 'plugin.json',
      line: 1,
      message: 'Write a test beside the code: `wireharp plugin test` runs every *.test.ts.',
    })
  }
  return findings
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter(path => !others.test(path) && !others.test(`/${path}`))
    .toSorted()
}
