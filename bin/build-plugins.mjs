import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { at } from './lib/root.mjs'

/** What travels beside the code, as it is. */
const carried = ['plugin.json', 'README.md', 'LICENSE', 'assets']

/** Folders under plugins/ that are not plugins. */
const skipped = new Set(['sdk', 'testing', 'node_modules', 'fixture', 'fixtures'])

/** Builds every plugin folder under `from` into the same place under `to`; yields the folders' names. */
export async function buildPlugins({ from, to }) {
  rmSync(to, { recursive: true, force: true })
  const folders = pluginFolders(from)
  await Promise.all(folders.map(folder => bundlePlugin(folder, join(to, relative(from, folder)))))
  return folders.map(folder => relative(from, folder))
}

function pluginFolders(folder) {
  if (!existsSync(folder)) return []
  if (existsSync(join(folder, 'plugin.json'))) return [folder]
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isDirectory() && !skipped.has(entry.name))
    .flatMap(entry => pluginFolders(join(folder, entry.name)))
}

/**
 * Copies a plugin's plain files and bundles its main.ts, if it has one, into one self-contained ES module
 * (main.js, with main.js.map beside it). Throws if the plugin imports anything that cannot be bundled.
 */
export async function bundlePlugin(folder, outFolder) {
  mkdirSync(outFolder, { recursive: true })
  for (const name of carried) {
    const source = join(folder, name)
    if (existsSync(source)) cpSync(source, join(outFolder, name), { recursive: true })
  }
  const entry = join(folder, 'main.ts')
  if (!existsSync(entry)) return
  try {
    await bundle(entry, outFolder)
  } catch (error) {
    throw new Error(
      `${basename(folder)}: ${error.message}\nA plugin is one self-contained module: it may import its ` +
        "own files, its plugin.json and '@wireharp/sdk'.",
      { cause: error },
    )
  }
}

async function bundle(entry, outFolder) {
  const { rolldown } = await bundler()
  const bundled = await rolldown({
    input: entry,
    platform: 'neutral',
    tsconfig: false,
    resolve: { alias: { '@wireharp/sdk': at('plugins/sdk/index.ts') } },
    transform: { target: 'es2022' },
    onLog: refuseWarnings,
  })
  try {
    const { output } = await bundled.write({
      dir: outFolder,
      format: 'es',
      entryFileNames: 'main.js',
      codeSplitting: false,
      sourcemap: true,
      minify: false,
    })
    const left = output.flatMap(({ imports = [], dynamicImports = [] }) => [
      ...imports,
      ...dynamicImports,
    ])
    if (left.length > 0) throw new Error(`It imports ${left.join(', ')}.`)
  } finally {
    await bundled.close()
  }
}

/** A warning here is an import that was left for later, or worse. */
function refuseWarnings(level, log) {
  if (level === 'warn') throw new Error(log.message)
}

/** vite's own bundler, the very version it builds with. */
function bundler() {
  const fromHere = createRequire(import.meta.url)
  const fromVite = createRequire(fromHere.resolve('vite/package.json'))
  return import(pathToFileURL(fromVite.resolve('rolldown')).href)
}
