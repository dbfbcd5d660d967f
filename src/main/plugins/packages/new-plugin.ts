import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { nanoid } from 'nanoid'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt, writeFailure } from '../../kit'
import { sdkFolders } from '../sdk-folders'
import type { PackageFile } from './package-limits'
import { pluginIds } from './plugin-ids'
import { writeFiles } from './write-files'

/** What `wireharp plugin new` can make, in the order of its help. */
export const templateKinds = [
  'effect',
  'generator',
  'analyzer',
  'node',
  'sensor',
  'tool',
  'integration',
  'visualization',
  'ui',
  'workflow',
  'model',
  'provider',
] as const
export type TemplateKind = (typeof templateKinds)[number]

export interface NewPlugin {
  readonly folder: string
  readonly id: string
  readonly name: string
  readonly kind: TemplateKind
  readonly files: readonly string[]
  /** A built-in plugin has the id that was wished for. */
  readonly idTaken: boolean
}

export interface NewPluginOptions {
  /** A folder’s path; its last part becomes the id and the name. */
  readonly path: string
  readonly kind: TemplateKind
  readonly author?: string
  readonly builtIn: string
  /** Holds a folder a kind, and `common`. */
  readonly templates: string
}

/** Makes the folder of a plugin from a template: whole, or not at all. Never touches a folder that is there. */
export async function newPlugin(options: NewPluginOptions): Promise<Result<NewPlugin>> {
  const { path, kind, builtIn, templates } = options
  const wished = basename(path)
  if (!/^[a-z][a-z0-9-]{0,50}$/i.test(wished) || wished.endsWith('-')) {
    return err(fail('plugin-name-invalid', `“${wished.slice(0, 60)}” is no name of a plugin.`))
  }
  if (existsSync(path)) return err(fail('file-exists', `There is a “${path}” already.`))
  const idTaken = pluginIds(builtIn).has(wished.toLowerCase())
  const id = idTaken ? `my-${wished.toLowerCase()}` : wished.toLowerCase()
  const name = nameOf(id)
  const author = options.author ?? userName()
  const files = [
    ...(await templateFiles(join(templates, 'common'))),
    ...(await templateFiles(join(templates, kind))),
  ]
    .filter(file => hasCode(kind) || !/^(tsconfig|package)\.json$/.test(file.path))
    .map(file => filled(file, { id, name, author }))
    .concat({ path: 'README.md', bytes: Buffer.from(readmeOf(name, id, kind)) })
  const staged = join(dirname(path), `.${wished}-${nanoid(8)}`)
  try {
    const made = await attempt(
      () => mkdir(staged, { recursive: true }),
      errno => writeFailure(errno, `the folder “${path}”`),
    )
    if (!made.ok) return made
    const written = await writeFiles(staged, files)
    if (!written.ok) return written
    if (hasCode(kind)) await addSdk(staged)
    const placed = await attempt(
      () => rename(staged, path),
      errno => writeFailure(errno, `the folder “${path}”`),
    )
    if (!placed.ok) return placed
  } finally {
    await rm(staged, { recursive: true, force: true })
  }
  return ok({
    folder: path,
    id,
    name,
    kind,
    idTaken,
    files: files.map(file => file.path).toSorted(),
  })
}

/** The packages that its code is typed by, as `npm install` would put them there: editors find them. */
export async function addSdk(folder: string): Promise<void> {
  for (const [name, from] of Object.entries(sdkFolders())) {
    if (!existsSync(from)) continue
    await cp(from, join(folder, 'node_modules', ...name.split('/')), { recursive: true })
  }
}

function hasCode(kind: TemplateKind): boolean {
  return kind !== 'ui' && kind !== 'visualization' && kind !== 'workflow'
}

async function templateFiles(folder: string): Promise<PackageFile[]> {
  const names = (await readdir(folder)).toSorted()
  return Promise.all(names.map(async path => ({ path, bytes: await readFile(join(folder, path)) })))
}

function filled(
  { path, bytes }: PackageFile,
  { id, name, author }: { readonly id: string; readonly name: string; readonly author: string },
): PackageFile {
  // Models and the like are none of ours to write in.
  if (/\.(onnx|wasm|png|wav)$/.test(path)) return { path, bytes }
  const inText = (text: string) => JSON.stringify(text).slice(1, -1)
  const text = bytes
    .toString('utf8')
    .replaceAll('my-plugin', id)
    .replaceAll('My plugin', name)
    .replaceAll('Your name', inText(author))
  // npm and git each treat a .gitignore in a package in their own way.
  const real = path === 'gitignore' ? '.gitignore' : path.replace('my-plugin', id)
  return { path: real, bytes: Buffer.from(text) }
}

/** “Soft clip” of `soft-clip`. */
function nameOf(id: string): string {
  const words = id.replaceAll('-', ' ')
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
}

function userName(): string {
  try {
    return userInfo().username || 'Your name'
  } catch {
    return 'Your name'
  }
}

const CALLED: readonly TemplateKind[] = ['tool', 'sensor', 'integration', 'provider']

/** How to see it do something, beside wiring it. */
function tryingOf(kind: TemplateKind): string {
  if (CALLED.includes(kind)) {
    return '    wireharp plugin call         list what can be called, or call it by its name\n'
  }
  return kind === 'visualization'
    ? '\nIn the app, press Ctrl+K, type its name and wire a sound into its node: `view.html` is the page that draws in it.\n'
    : ''
}

function readmeOf(name: string, id: string, kind: TemplateKind): string {
  const article = /^[aeiou]/.test(kind) ? 'An' : 'A'
  return `# ${name}

${article} ${kind} plugin for Wireharp.

    wireharp plugin dev .        try it while you write it
    wireharp plugin test .       run its tests, and look for what users would trip over
    wireharp plugin install .    install it here
    wireharp plugin pack .       make a package of it for others
${tryingOf(kind)}
${hasCode(kind) ? 'The code is in `main.ts`, its tests in `main.test.ts`; `plugin.json` says' : '`plugin.json` says'} what the plugin is and has: its id is
\`${id}\`. For types in an editor without Wireharp’s own copy: \`npm install\`.
`
}
