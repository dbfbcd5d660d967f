import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ScriptSource, WrittenScript } from '#shared/contract'
import { idFrom } from '#shared/graph'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { attempt, readFailure, writeDurably, userName } from '../../kit'
import { installPlugin, type InstallPlaces } from './install-plugin'
import { pluginIds } from './plugin-ids'
import { tryPlugin } from './try-plugin'
import { writeFiles } from './write-files'

/** Where scripts are written in the app, and what they begin as. */
export interface ScriptPlaces extends InstallPlaces {
  /** Holds a folder a plugin, by its id. */
  readonly sources: string
  /** Holds a folder a template. */
  readonly templates: string
}

const FILES = { manifest: 'plugin.json', code: 'main.ts' } as const

/** Makes a plugin with one script node out of a template, and installs it: its node is there at once. */
export async function newScript(
  { name, template }: { readonly name: string; readonly template: string },
  places: ScriptPlaces,
): Promise<Result<WrittenScript>> {
  const from = join(places.templates, template)
  const known = await readBoth(from)
  if (!known.ok) return known
  const id = freeId(idFrom(name), places)
  const label = name.trim().slice(0, 40) || 'My plugin'
  const author = JSON.stringify(userName()).slice(1, -1)
  const filled = (text: string) =>
    text
      .replaceAll('my-plugin', id)
      .replaceAll('My plugin', JSON.stringify(label).slice(1, -1))
      .replaceAll('Your name', author)
  const folder = join(places.sources, id)
  const written = await writeFiles(folder, [
    { path: FILES.manifest, bytes: Buffer.from(filled(known.value.manifest)) },
    { path: FILES.code, bytes: Buffer.from(filled(known.value.code)) },
  ])
  return written.ok ? install(id, places) : written
}

/** What a plugin that was written here is made of. */
export async function readScript(
  id: string,
  { sources }: Pick<ScriptPlaces, 'sources'>,
): Promise<Result<ScriptSource>> {
  const folder = join(sources, id)
  if (!existsSync(join(folder, FILES.code))) {
    return err(fail('script-not-here', `The code of “${id}” is not here.`))
  }
  const both = await readBoth(folder)
  return both.ok ? ok({ plugin: id, ...both.value }) : both
}

/** Keeps what was written, whatever it is, and takes it in where it is a plugin: what sounds goes on with it. */
export async function writeScript(
  { plugin, manifest, code }: ScriptSource,
  places: ScriptPlaces,
): Promise<Result<WrittenScript>> {
  const present = await readScript(plugin, places)
  if (!present.ok) return present
  const folder = join(places.sources, plugin)
  for (const [path, text] of [
    [FILES.manifest, manifest],
    [FILES.code, code],
  ] as const) {
    const written = await writeDurably(join(folder, path), text)
    if (!written.ok) return written
  }
  return install(plugin, places)
}

async function install(id: string, places: ScriptPlaces): Promise<Result<WrittenScript>> {
  const folder = join(places.sources, id)
  const isAnother = (found: { readonly id: string }): Failure | undefined =>
    found.id === id
      ? undefined
      : fail('plugin-manifest-invalid', `Its id is “${id}” for good, not “${found.id}”.`, '/id')
  const installed = await installPlugin(folder, places, isAnother)
  if (!installed.ok) return ok({ plugin: id, problems: installed.error })
  const tried = await tryPlugin(folder)
  const { version } = installed.value
  return ok({ plugin: id, version, problems: tried.ok ? [] : tried.error })
}

async function readBoth(
  folder: string,
): Promise<Result<{ readonly manifest: string; readonly code: string }>> {
  return attempt(
    async () => ({
      manifest: await readFile(join(folder, FILES.manifest), 'utf8'),
      code: await readFile(join(folder, FILES.code), 'utf8'),
    }),
    errno => readFailure(errno, `folder “${folder}”`),
  )
}

function freeId(base: string, { plugins, builtIn, sources }: ScriptPlaces): string {
  const taken = new Set([...pluginIds(plugins), ...pluginIds(builtIn)])
  let id = base
  for (let count = 2; taken.has(id) || existsSync(join(sources, id)); count++) {
    id = `${base}-${count}`
  }
  return id
}
