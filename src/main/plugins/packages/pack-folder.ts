import { existsSync, readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt, readFailure, userName } from '../../kit'
import { faustFiles } from '../faust'
import { folderFiles } from './folder-files'
import { inWorker } from './in-worker'
import type { BundledCode } from './bundle-code'
import { withPackageJson } from './package-json'
import type { PackageFile } from './package-limits'
import type { WorkerReply } from './worker/requests'
import { sdkModules } from './sdk-modules'

/**
 * The files of a plugin as they are installed: its plain files, and its code as one module without imports. Runs
 * nothing of it.
 */
export async function packFolder(folder: string): Promise<Result<readonly PackageFile[]>> {
  const faust = faustProgramIn(folder)
  if (faust !== undefined) return faustPlugin(faust)
  if (!existsSync(join(folder, 'plugin.json'))) {
    return err(fail('file-not-found', `There is no plugin.json in “${folder}”.`))
  }
  const files = await folderFiles(folder)
  if (!files.ok) return files
  const bundled = await withBundle(folder, files.value)
  return bundled.ok ? ok(withPackageJson(bundled.value)) : bundled
}

/** The one Faust program that a folder holds, or is, where nothing else says what its plugin is. */
function faustProgramIn(path: string): string | undefined {
  if (/\.dsp$/i.test(path)) return path
  if (existsSync(join(path, 'plugin.json'))) return undefined
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined
  const programs = readdirSync(path).filter(name => /\.dsp$/i.test(name))
  return programs.length === 1 ? join(path, programs[0] ?? '') : undefined
}

async function faustPlugin(path: string): Promise<Result<readonly PackageFile[]>> {
  const text = await attempt(
    () => readFile(path, 'utf8'),
    errno => readFailure(errno, `file “${path}”`),
  )
  if (!text.ok) return text
  const files = await faustFiles(basename(path), text.value, userName())
  return files.ok ? ok(withPackageJson(files.value)) : files
}

/** With its code bundled, if it is not one module already. */
export async function withBundle(
  folder: string,
  files: readonly PackageFile[],
): Promise<Result<readonly PackageFile[]>> {
  const entry = entryOf(folder, files)
  if (entry === undefined) return ok(files)
  const bundled = await bundle(folder, entry)
  if (!bundled.ok) return bundled
  const name = entry.replace(/\.ts$/, '.js')
  const made = [
    { path: name, bytes: Buffer.from(bundled.value.code) },
    { path: `${name}.map`, bytes: Buffer.from(bundled.value.map) },
  ]
  return ok([...files.filter(({ path }) => !made.some(file => file.path === path)), ...made])
}

async function bundle(folder: string, entry: string): Promise<Result<BundledCode>> {
  const { '@wireharp/sdk': sdk = '' } = sdkModules()
  const modules = { '@wireharp/sdk': sdk }
  const reply = await inWorker({ kind: 'bundle', folder, entry, modules, node: false })
  return reply.kind === 'bundled' ? ok(reply) : err(bundleFailure(reply, folder))
}

/** What the bundler says, in one line that names the place: of its drawing of the source nothing else. */
export function bundleFailure(reply: WorkerReply, folder: string) {
  const text = reply.kind === 'failed' ? stripVTControlCharacters(reply.message) : ''
  const place = /╭─\[\s*(\S+:\d+:\d+)/.exec(text)?.[1]
  const reason = /\[[A-Z_]+\]\s*(?:Error: )?(.+)/.exec(text)?.[1]
  const at = place === undefined ? '' : ` at ${place}`
  const said = (reason ?? text).replaceAll(`${folder}/`, '').trim().slice(0, 400)
  const sentence = /[.!?]$/.test(said) ? said : `${said}.`
  return fail('plugin-bundle-failed', `${basename(folder)}${at}: ${sentence}`, place)
}

/** The file to begin with, where there is something to be bundled: TypeScript, or JavaScript that imports. */
function entryOf(folder: string, files: readonly PackageFile[]): string | undefined {
  const main = mainOf(files)
  if (main === undefined) return undefined
  // What was written for Python has its port beside it: see `seed-manifest.ts`.
  const [source, made] = [main.replace(/\.py$/, '.ts'), main.replace(/\.(ts|py)$/, '.js')]
  if (source.endsWith('.ts') && existsSync(join(folder, source))) return source
  const code = files.find(({ path }) => path === made)
  return code !== undefined && imports(code.bytes.toString('utf8')) ? code.path : undefined
}

function mainOf(files: readonly PackageFile[]): string | undefined {
  const text = files.find(({ path }) => path === 'plugin.json')?.bytes.toString('utf8') ?? ''
  const found = /"main(?:_file)?"\s*:\s*"([\w-]+\.(?:js|ts|py))"/.exec(text)
  return found?.[1]
}

/** Sooner once too often: what is one module already is the same one after bundling. */
function imports(code: string): boolean {
  return /^\s*(import\s*["'{*\w]|(export\b|\}).*\bfrom\s*["'])/m.test(code)
}
