import { mkdirSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { at } from './root.mjs'

/** Below it lies what the linker writes; see `src/main/plugins/faust`. */
const flags = ['-O3', '--noAssert', '--runtime', 'stub', '--use', 'abort=', '--memoryBase', '2048']

/** Compiles what stands between Faust's programs and the engine. */
export async function buildFaustAdapter(to) {
  const { default: asc } = await import('assemblyscript/asc')
  mkdirSync(dirname(to), { recursive: true })
  const from = 'src/main/plugins/faust/adapter.as.ts'
  const { error, stderr } = await asc.main([
    ...[from, '--baseDir', at(), '-o', relative(at(), to)],
    ...flags,
  ])
  if (error) throw new Error(`Faust's adapter does not compile:\n${error}\n${stderr.toString()}`)
}
