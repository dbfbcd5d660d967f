import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { z } from 'zod'
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
  answer: Answer = async () => err(fail('request-invalid', 'Nobody answers here.')),
): Promise<Result<z.infer<Schema>>> {
  const entry = { text }
  const modules = { ...sdkModules() }
  const reply = await inWorker({ kind: 'bundle', folder, entry, modules, node: true })
  if (reply.kind !== 'bundled') return err(bundleFailure(reply, folder))
  const place = await mkdtemp(join(tmpdir(), 'wireharp-aside-'))
  try {
    const start = `import './ask.js'\nconst { default: result } = await import('./main.js')\nconsole.log('\\n${MARK}' + JSON.stringify(result))\nprocess.stdin.destroy()`
    const written = await writeFiles(place, [
      { path: 'main.js', bytes: Buffer.from(reply.code) },
      { path: 'main.js.map', bytes: Buffer.from(reply.map) },
      { path: 'start.js', bytes: Buffer.from(start) },
      { path: 'ask.js', bytes: Buffer.from(ASKING) },
      { path: 'package.json', bytes: Buffer.from('{"type":"module"}') },
    ])
    return written.ok ? resultOf(what, schema, await runNode(place, answer)) : written
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
  const named = places.find(place => file !== undefined && place.startsWith(`${file}:`))
  const own = places.filter(
    place =>
      !/^(\/|node:|.*\/sdk\/|.*\/testing\/|\.\.|(main|start|wireharp-entry)\.js)/.test(place),
  )
  return named ?? own[0]
}

/** Of code whose own file is called as its bundle is: what is in it cannot be told from the bundle otherwise. */
export function bundledAs(main: string): string | undefined {
  return main === 'main.js' ? main : undefined
}

/** What the process asks while it runs. */
type Answer = (question: unknown) => Promise<Result<unknown>>

/** Lets the code ask whoever runs it: a line of JSON out, a line back. */
const ASKING = `import { createInterface } from 'node:readline'
import { Socket } from 'node:net'
const out = new Socket({ fd: 3, writable: true, readable: false })
const waiting = new Map()
let next = 0
const lines = createInterface({ input: process.stdin })
lines.on('line', line => {
  const { id, ...answer } = JSON.parse(line)
  waiting.get(id)?.(answer)
  waiting.delete(id)
  if (waiting.size === 0) process.stdin.unref()
})
process.stdin.unref()
out.unref()
globalThis.wireharpAsk = question => new Promise(resolve => {
  const id = ++next
  process.stdin.ref()
  waiting.set(id, resolve)
  out.write(JSON.stringify({ id, question }) + '\\n')
})
`

const questionSchema = z.object({ id: z.int(), question: z.unknown() })

/** The line for a line; a line that is no question is answered to nobody. */
async function answered(line: string, answer: Answer): Promise<string> {
  const parsed = questionSchema.safeParse(jsonIn(line))
  if (!parsed.success) return '{"id":0}'
  const said = await answer(parsed.data.question)
  const told = said.ok
    ? { value: said.value }
    : { failure: { code: said.error.code, message: said.error.message } }
  return JSON.stringify({ id: parsed.data.id, ...told })
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

interface Ended {
  readonly output: string
  readonly errors: string
  readonly inTime: boolean
}

function runNode(place: string, answer: Answer): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>()
  const flags = [
    '--permission',
    `--allow-fs-read=${place}`,
    '--enable-source-maps',
    '--no-warnings',
  ]
  const child = spawn(nodeBinary(), [...flags, join(place, 'start.js')], {
    cwd: place,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
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
  const asked = child.stdio[3]
  if (asked instanceof Readable) {
    createInterface({ input: asked }).on('line', line => {
      void answered(line, answer).then(text => child.stdin.write(`${text}\n`))
    })
  }
  // It may be gone before its answer.
  child.stdin.on('error', () => undefined)
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
  const at = placeIn(errors, bundledAs(what))
  const detail = inTime
    ? `${said}${at === undefined ? '' : `, at ${at}`}`
    : 'it took more than a minute'
  const told = `${what} did not come to its end: ${detail.slice(0, 500)}.`
  return err(fail('plugin-test-failed', told, at))
}
