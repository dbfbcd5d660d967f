import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { compileFunction } from 'node:vm'
import { z } from 'zod'

/** The part of libfaust that is used; its own types come with a page’s. */
interface LibFaust {
  createDSPFactory(
    name: string,
    code: string,
    args: string,
    ownMemory: boolean,
  ): { readonly data: ByteList; readonly json: string }
  getErrorAfterException(): string
}

interface ByteList {
  size(): number
  get(index: number): number
}

/** A program in WebAssembly, and what the compiler tells of it as JSON. */
export interface CompiledFaust {
  readonly code: Uint8Array
  readonly json: string
}

/** Denormals are flushed; samples are of 32 bits. */
const ARGS = '-ftz 2'

/**
 * Compiles a Faust program by Faust’s own compiler, which is a package of its own and need not be there. It has a file
 * system of its own with Faust’s libraries and nothing of this machine. Throws in words of the compiler, or `not-there`.
 */
export async function compileFaust(name: string, text: string): Promise<CompiledFaust> {
  const lib = await libFaust()
  try {
    const { data, json } = lib.createDSPFactory(name, text, ARGS, false)
    return { code: Uint8Array.from({ length: data.size() }, (_, at) => data.get(at)), json }
  } catch (thrown) {
    const said = lib.getErrorAfterException().trim()
    throw said === '' ? thrown : new Error(said)
  }
}

async function libFaust(): Promise<LibFaust> {
  const folder = compilerFolder()
  if (folder === undefined) throw new Error('not-there')
  const script = join(folder, 'libfaust-wasm.js')
  const [source, wasm, data] = await Promise.all([
    readFile(script, 'utf8'),
    readFile(join(folder, 'libfaust-wasm.wasm')),
    readFile(join(folder, 'libfaust-wasm.data')),
  ])
  const names = ['exports', 'module', 'require', '__dirname', '__filename', 'console']
  const module = { exports: {} }
  const run: unknown = compileFunction(source, names, { filename: script })
  const call = z.custom<(...args: readonly unknown[]) => void>(value => typeof value === 'function')
  call.parse(run)(module.exports, module, createRequire(script), folder, script, silent)
  const make = z.custom<(options: object) => Promise<{ libFaustWasm: new () => LibFaust }>>(
    value => typeof value === 'function',
  )
  const instance = await make.parse(module.exports)({
    wasmBinary: wasm,
    getPreloadedPackage: () => data.buffer.slice(data.byteOffset, data.byteOffset + data.length),
  })
  return new instance.libFaustWasm()
}

/** What it says beside its answer is for nobody. */
const silent = { log: () => {}, error: () => {}, warn: () => {} }

/** Where the optional package is installed. */
function compilerFolder(): string | undefined {
  try {
    const own = createRequire(import.meta.url).resolve('@grame/faustwasm/package.json')
    return join(dirname(own), 'libfaust-wasm')
  } catch {
    return undefined
  }
}
