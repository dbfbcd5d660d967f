import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import { nodeBinary } from '../../kit'
import { inWorker } from './in-worker'
import { bundleFailure } from './pack-folder'
import { sdkModules } from './sdk-modules'
import { writeFiles } from './write-files'

/** A test of the plugin’s own. */
export interface OwnTest {
  readonly file: string
  readonly name: string
  /** Why it failed. */
  readonly failure?: string | undefined
}

const PATIENCE_MS = 60_000
const MOST_OUTPUT = 4 * 2 ** 20
const MARK = 'wireharp-tests:'

const resultsSchema = z.array(z.object({ name: z.string(), failure: z.string().optional() }))

/**
 * Runs the tests of a plugin’s folder, each file bundled and in a Node process of its own, which may read and write no
 * files and start no programs. Nothing has to be installed in the folder.
 */
export async function runTests(folder: string): Promise<Result<readonly OwnTest[]>> {
  const found: OwnTest[] = []
  for (const file of await testFiles(folder)) {
    const results = await runFile(folder, file)
    if (!results.ok) return results
    found.push(...results.value.map(result => ({ file, ...result })))
  }
  return ok(found)
}

async function testFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile() && /\.test\.[jt]s$/.test(entry.name))
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter(path => !path.split('/').some(part => part === 'node_modules' || part.startsWith('.')))
    .toSorted()
}

async function runFile(folder: string, file: string) {
  const bundled = await bundleTest(folder, file)
  if (!bundled.ok) return bundled
  const place = await mkdtemp(join(tmpdir(), 'wireharp-tests-'))
  try {
    const written = await writeFiles(place, [
      { path: 'main.js', bytes: Buffer.from(bundled.value.code) },
      { path: 'main.js.map', bytes: Buffer.from(bundled.value.map) },
      { path: 'package.json', bytes: Buffer.from('{"type":"module"}') },
    ])
    return written.ok ? resultsOf(file, await runNode(place)) : written
  } finally {
    await rm(place, { recursive: true, force: true })
  }
}

async function bundleTest(folder: string, file: string) {
  const text = [
    `import './${file}'`,
    `import { runTests } from '@wireharp/testing'`,
    `console.log('\\n${MARK}' + JSON.stringify(await runTests()))`,
  ].join('\n')
  const modules = { ...sdkModules() }
  const reply = await inWorker({ kind: 'bundle', folder, entry: { text }, modules, node: true })
  return reply.kind === 'bundled' ? ok(reply) : err(bundleFailure(reply, folder))
}

interface Ended {
  readonly output: string
  readonly errors: string
  readonly inTime: boolean
}

function runNode(place: string): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>()
  const flags = [
    '--permission',
    `--allow-fs-read=${place}`,
    '--enable-source-maps',
    '--no-warnings',
  ]
  const child = spawn(nodeBinary(), [...flags, join(place, 'main.js')], {
    cwd: place,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: '', NODE_OPTIONS: '' },
  })
  let [output, errors, inTime] = ['', '', true]
  const end = () => {
    inTime = false
    child.kill('SIGKILL')
  }
  const timer = setTimeout(end, PATIENCE_MS)
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8')
    if (output.length > MOST_OUTPUT) end()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    errors = `${errors}${chunk.toString('utf8')}`.slice(0, 4000)
  })
  child.on('close', () => {
    clearTimeout(timer)
    resolve({ output, errors, inTime })
  })
  return promise
}

function resultsOf(
  file: string,
  { output, errors, inTime }: Ended,
): Result<z.infer<typeof resultsSchema>> {
  const line = output.split('\n').findLast(text => text.startsWith(MARK))
  if (line !== undefined) {
    const parsed = resultsSchema.safeParse(JSON.parse(line.slice(MARK.length)))
    if (parsed.success) return ok(parsed.data)
  }
  const said = inTime
    ? errors.trim().split('\n').slice(0, 6).join(' ') || 'it ended early'
    : 'it took more than a minute'
  return err(fail('plugin-test-failed', `${file} did not come to its end: ${said.slice(0, 500)}.`))
}
