import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { bundleCode } from '../src/main/plugins/packages/bundle-code.ts'
import { compileModule } from './lib/compile-module.mjs'
import { at } from './lib/root.mjs'

/** What travels beside the code, as it is. */
const carried = ['plugin.json', 'README.md', 'LICENSE', 'assets', 'presets']

/** Folders under plugins/ that are not plugins. */
const skipped = new Set(['sdk', 'testing', 'catalogue', 'node_modules', 'fixture', 'fixtures'])

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
  for (const name of [...carried, ...namedFiles(folder)]) {
    const source = await sourceOf(folder, name)
    if (!existsSync(source)) continue
    mkdirSync(dirname(join(outFolder, name)), { recursive: true })
    cpSync(source, join(outFolder, name), { recursive: true })
  }
  await compileModules(folder, outFolder)
  if (!existsSync(join(folder, 'main.ts'))) return
  try {
    const modules = { '@wireharp/sdk': at('plugins/sdk/index.ts') }
    const { code, map } = await bundleCode({ folder, entry: 'main.ts', modules })
    writeFileSync(join(outFolder, 'main.js'), code)
    writeFileSync(join(outFolder, 'main.js.map'), map)
  } catch (error) {
    throw new Error(
      `${basename(folder)}: ${error.message}\nA plugin is one self-contained module: it may import its ` +
        "own files, its plugin.json and '@wireharp/sdk'.",
      { cause: error },
    )
  }
}

/** A module may lie there as its AssemblyScript. */
async function sourceOf(folder, name) {
  const source = join(folder, name)
  const assembly = source.replace(/\.wasm$/, '.as.ts')
  if (existsSync(source) || assembly === source || !existsSync(assembly)) return source
  return compileModule(assembly)
}

/** Files that plugin.json names: pages of views with what lies beside them, workflows, modules, models. */
function namedFiles(folder) {
  const {
    views = {},
    workflows = {},
    nodes = {},
    models = {},
  } = JSON.parse(readFileSync(join(folder, 'plugin.json'), 'utf8'))
  const pages = Object.values(views).flatMap(({ entry }) =>
    dirname(entry) === '.' ? readdirSync(folder).filter(isOfPage) : [dirname(entry)],
  )
  const files = Object.values(workflows).map(({ file }) => file)
  const modules = Object.values(nodes).map(({ dsp }) => dsp?.module ?? '')
  const own = Object.values(models).map(({ file = '' }) => file)
  return [...new Set([...pages, ...files, ...modules, ...own])].filter(name => name !== '')
}

function isOfPage(name) {
  return /\.(html|css|js|svg|png|woff2)$/.test(name) && name !== 'main.js'
}

/** A module `dsp.wasm` that has its source beside it, `dsp.as.ts`, is compiled from that. */
async function compileModules(folder, outFolder) {
  for (const name of readdirSync(folder).filter(name => name.endsWith('.as.ts'))) {
    const { default: asc } = await import('assemblyscript/asc')
    const target = join(outFolder, name.replace(/\.as\.ts$/, '.wasm'))
    const flags = ['-O3', '--runtime', 'stub', '--noAssert', '--use', 'abort=']
    const memory = ['--initialMemory', '1', '--maximumMemory', '1']
    const from = relative(at(), join(folder, name))
    const to = relative(at(), target)
    const { error, stderr } = await asc.main([
      from,
      '--baseDir',
      at(),
      '-o',
      to,
      ...flags,
      ...memory,
    ])
    if (error) {
      throw new Error(`${basename(folder)}: ${name} does not compile:\n${stderr.toString()}`)
    }
  }
}
