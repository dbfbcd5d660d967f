import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import { nodeBinary } from '../../kit'
import { inWorker } from './in-worker'
import { inPatience } from './in-patience'
import { bundleFailure } from './pack-folder'
import { sdkModules } from './sdk-modules'
import { writeFiles } from './write-files'

const PATIENCE_MS = 60_000
const MOST_OUTPUT = 4 * 2 ** 20
const MARK = 'wireharp-result:'

/**
 * Bundles a module that stands beside plugin.json, and runs it in a Node process of its own, which may read and write
 * no files and start no programs. Answers what it exports as its default; \`what\` names it where it does not end.
 */
export async function runAside<Schema extends z.ZodType>(
  folder: string,
  text: string,
  what: string,
  schema: Schema,
): Promise<Result<z.infer<Schema>>> {
  const entry = { text }
  const modules = { ...sdkModules() }
  const reply = await inWorker({ kind: 'bundle', folder, entry, modules, node: true })
  if (reply.kind !== 'bundled') return err(bundleFailure(reply, folder))
  const place = await mkdtemp(join(tmpdir(), 'wireharp-aside-'))
  try {
    const start = `import result from './main.js'\nconsole.log('\\n${MARK}' + JSON.stringify(result))`
    const written = await writeFiles(place, [
      { path: 'main.js', bytes: Buffer.from(reply.code) },
      { path: 'main.js.map', bytes: Buffer.from(reply.map) },
      { path: 'start.js', bytes: Buffer.from(start) },
      { path: 'package.json', bytes: Buffer.from('{"type":"module"}') },
    ])
    return written.ok ? resultOf(what, schema, await runNode(place)) : written
  } finally {
    await rm(place, { recursive: true, force: true })
  }
}

/** Where in the plugin’s own files something was thrown: the first line of a stack that names one. */
export function placeIn(stack: string, file?: string): string | undefined {
  const places = [...stack.matchAll(/[(\s/]([\w./-]+\.[jt]s):(\d+):(\d+)/g)].map(
    ([, path = '', line = '', column = '']) =>
      `${path.replace(/^.*\/wireharp-aside-\w+\//, '')}:${line}:${column}`,
  )
  const own = places.filter(
    place => !/^(\/|node:|.*\/sdk\/|.*\/testing\/|\.\.|(main|start)\.js)/.test(place),
  )
  return own.find(place => file !== undefined && place.startsWith(file)) ?? own[0]
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
  const child = spawn(nodeBinary(), [...flags, join(place, 'start.js')], {
    cwd: place,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: '', NODE_OPTIONS: '' },
  })
  let [output, errors, inTime] = ['', '', true]
  const end = () => {
    inTime = false
    child.kill('SIGKILL')
  }
  const patience = inPatience(PATIENCE_MS, end)
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8')
    if (output.length > MOST_OUTPUT) end()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    errors = `${errors}${chunk.toString('utf8')}`.slice(0, 4000)
  })
  child.on('close', () => {
    patience[Symbol.dispose]()
    resolve({ output, errors, inTime })
  })
  return promise
}

function resultOf<Schema extends z.ZodType>(
  what: string,
  schema: Schema,
  { output, errors, inTime }: Ended,
): Result<z.infer<Schema>> {
  const line = output.split('\n').findLast(text => text.startsWith(MARK))
  if (line !== undefined) {
    const parsed = schema.safeParse(JSON.parse(line.slice(MARK.length)))
    if (parsed.success) return ok(parsed.data)
  }
  const said = /^\w*Error.*$/m.exec(errors)?.[0] ?? 'it ended early'
  const at = placeIn(errors)
  const detail = inTime
    ? `${said}${at === undefined ? '' : `, at ${at}`}`
    : 'it took more than a minute'
  return err(
    fail('plugin-test-failed', `${what} did not come to its end: ${detail.slice(0, 500)}.`),
  )
}
