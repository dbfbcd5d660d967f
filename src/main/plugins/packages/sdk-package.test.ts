import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { nodeBinary, rootFolder } from '../../kit'
import { readTarball } from './read-tarball'
import { put } from './testing/plugin-files'
import { TempFolder } from './testing/temp-folder'

const temp = new TempFolder()
afterAll(() => temp[Symbol.dispose]())

const consumer = `
import { definePlugin, noteToFrequency, sensor } from '@wireharp/sdk'
import { runSensor } from '@wireharp/testing'
const plugin = definePlugin({ sensors: { a: {} } }, { sensors: { a: sensor({ read: () => noteToFrequency(69) }) } })
const values: readonly number[] = await runSensor(plugin, 'a', { readings: 2 })
if (values.join() !== '440,440') throw new Error(values.join())
`

describe('S1-22 @wireharp/sdk and @wireharp/testing', () => {
  test('npm packs them, and whoever installs the packages can compile and run with them', async () => {
    for (const name of ['sdk', 'testing']) {
      const folder = join(rootFolder(), 'out/sdk', name)
      execFileSync('npm', ['pack', '--pack-destination', temp.path], { cwd: folder, stdio: 'pipe' })
      const packed = readdirSync(temp.path).find(file => file.startsWith(`wireharp-${name}-`)) ?? ''
      const files = unwrap(await readTarball(readFileSync(temp.at(packed))))
      expect(files.map(({ path }) => path)).toEqual(
        expect.arrayContaining(['LICENSE', 'README.md', 'index.d.ts', 'index.js', 'package.json']),
      )
      expect(files.filter(({ path }) => /\.test\.|(?<!\.d)\.ts$/.test(path))).toEqual([])
      const into = Object.fromEntries(files.map(({ path, bytes }) => [path, bytes]))
      put(temp.at('node_modules/@wireharp', name), into)
    }
    const compilerOptions = {
      target: 'es2022',
      module: 'nodenext',
      strict: true,
      skipLibCheck: false,
      types: [],
      outDir: 'out',
    }
    put(temp.path, {
      'package.json': '{"type":"module"}',
      'consumer.ts': consumer,
      'tsconfig.json': JSON.stringify({ compilerOptions, files: ['consumer.ts'] }),
    })
    const tsc = join(rootFolder(), 'node_modules/typescript/bin/tsc')
    execFileSync(nodeBinary(), [tsc, '--project', temp.path], { encoding: 'utf8' })
    execFileSync(nodeBinary(), [temp.at('out/consumer.js')])
  })
})
