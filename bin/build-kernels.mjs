#!/usr/bin/env node
// Compiles src/main/engine/kernels/**/*.as.ts into one Wasm module, out/kernels.wasm.
// Skips the work when neither the sources, nor this script, nor the compiler have changed.

import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const kernels = join(root, 'src/main/engine/kernels')
const out = join(root, 'out')
const target = join(out, 'kernels.wasm')
const stamp = join(out, 'kernels.hash')

const flags = [
  '-O3',
  '--converge',
  '--noAssert',
  '--runtime',
  'stub',
  '--use',
  'abort=',
  '--importMemory',
  '--zeroFilledMemory',
  // Threads help to render: they share the memory.
  '--sharedMemory',
  '--maximumMemory',
  '65536',
  '--enable',
  'simd',
  '--enable',
  'threads',
]

/** Paths of all AssemblyScript sources, sorted. */
function sources() {
  return readdirSync(kernels, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.as.ts'))
    .map(name => join(kernels, name))
    .toSorted()
}

/** A file is a kernel's (or the ops') entry when it is named after its folder. */
function isEntry(path) {
  return basename(path) === `${basename(dirname(path))}.as.ts`
}

function hashOf(paths) {
  const hash = createHash('sha256')
  const compiler = join(root, 'node_modules/assemblyscript/package.json')
  for (const path of [...paths, compiler, fileURLToPath(import.meta.url)]) {
    hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex')
}

function isFresh(hash) {
  return existsSync(target) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash
}

/** What programs call through the table: steps, and kernels’ answers to whether they rest. */
const steps = /^export function (\w+_process|\w+_idle|\w+_rests|step_\w+)\(/gm

/** Every entry's exports, and of each step its place in the module's table. */
function entryText(paths) {
  return paths
    .filter(isEntry)
    .flatMap(path => {
      const module = relative(out, path).replaceAll('\\', '/').slice(0, -'.ts'.length)
      const names = [...readFileSync(path, 'utf8').matchAll(steps)].map(([, name]) => name)
      return [
        `export * from '${module}'\n`,
        ...(names.length > 0 ? [`import { ${names.join(', ')} } from '${module}'\n`] : []),
        ...names.map(name => `export function ${name}_index(): u32 {\n  return ${name}.index\n}\n`),
      ]
    })
    .concat('export { __heap_base }\n')
    .join('')
}

async function compile(entry, temporary) {
  const { default: asc } = await import('assemblyscript/asc')
  const from = relative(root, entry)
  const to = relative(root, temporary)
  const { error, stderr } = await asc.main([from, '--baseDir', root, '-o', to, ...flags])
  if (error) throw new Error(`The kernels do not compile:\n${error}\n${stderr.toString()}`)
}

/**
 * Builds out/kernels.wasm when it is missing or stale, and returns its path. Safe to run from
 * several processes at once: the module appears by a rename.
 */
export async function buildKernels() {
  const paths = sources()
  const hash = hashOf(paths)
  if (isFresh(hash)) return target
  mkdirSync(out, { recursive: true })
  const entry = join(out, `kernels-entry-${process.pid}.ts`)
  const temporary = join(out, `kernels-${process.pid}.wasm`)
  writeFileSync(entry, entryText(paths))
  await compile(entry, temporary)
  renameSync(entry, join(out, 'kernels-entry.ts'))
  renameSync(temporary, target)
  writeFileSync(stamp, hash)
  return target
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await buildKernels()
}
