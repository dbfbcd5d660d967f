import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { rootFolder } from '../../kit'
import { runtimeState } from './runtime-state'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'wireharp-runtime-'))
  cpSync(join(rootFolder(), 'package.json'), join(root, 'package.json'))
})
afterEach(() => rmSync(root, { recursive: true }))

/** An installed runtime of a version, built for some platforms. */
function install(version: string, builds: readonly string[]): void {
  const folder = join(root, 'node_modules/onnxruntime-node')
  for (const build of builds) {
    mkdirSync(join(folder, 'bin/napi-v6', build), { recursive: true })
    writeFileSync(join(folder, 'bin/napi-v6', build, 'onnxruntime_binding.node'), '')
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'onnxruntime-node', version }))
}

const look = async (platform: string, arch: string) => {
  const is = await runtimeState({ root, platform, arch })
  return is.ok ? is.value.version : `${is.error.code}: ${is.error.message}`
}

describe('S4-11 the runtime of models is pinned, and looked at when Wireharp starts', () => {
  test('absent, of another version, without a build for this machine, or right', async () => {
    expect(await look('linux', 'x64')).toMatch(
      /^inference-absent: onnxruntime is not installed\..*everything else works/,
    )
    install('1.2.3', ['linux/x64'])
    expect(await look('linux', 'x64')).toMatch(
      /onnxruntime 1\.2\.3 is installed, and 1\.\d+\.\d+ is the one/,
    )
    const pinned = /"onnxruntime-node": "([^"]+)"/
    const version = pinned.exec(readFileSync(join(root, 'package.json'), 'utf8'))?.[1] ?? ''
    install(version, ['linux/x64', 'win32/arm64'])
    expect(await look('linux', 'x64')).toBe(version)
    expect(await look('win32', 'arm64')).toBe(version)
    expect(await look('linux', 'riscv64')).toContain('no build for linux riscv64')
  })

  test('the lock file pins the same version', () => {
    const lock = readFileSync(join(rootFolder(), 'package-lock.json'), 'utf8')
    const locked = /"node_modules\/onnxruntime-node": \{\s*"version": "([^"]+)"/.exec(lock)?.[1]
    const own = readFileSync(join(root, 'package.json'), 'utf8')
    expect(own).toContain(`"onnxruntime-node": "${locked}"`)
  })
})
