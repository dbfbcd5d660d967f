import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { join, relative } from 'node:path'
import { at } from './root.mjs'

/** A module brings its own memory, which has a largest size, and imports nothing: see `docs/plugins/wasm.md`. */
const flags = ['-O3', '--noAssert', '--runtime', 'stub', '--use', 'abort=', '--maximumMemory', '64']

/** Compiles AssemblyScript into a Wasm module for plugins, where that was not done before; yields its path. */
export async function compileModule(source) {
  const compiler = readFileSync(at('node_modules/assemblyscript/package.json'))
  const hash = createHash('sha256').update(readFileSync(source)).update(compiler)
  const folder = at('out/plugin-modules')
  const path = join(folder, `${hash.update(flags.join(' ')).digest('hex').slice(0, 16)}.wasm`)
  if (existsSync(path)) return path
  mkdirSync(folder, { recursive: true })
  const { default: asc } = await import('assemblyscript/asc')
  const temporary = `${path}-${process.pid}`
  const files = [relative(at(), source), '--baseDir', at(), '-o', relative(at(), temporary)]
  const { error, stderr } = await asc.main([...files, ...flags])
  if (error) throw new Error(`${source} does not compile:\n${error}\n${stderr.toString()}`)
  renameSync(temporary, path)
  return path
}
