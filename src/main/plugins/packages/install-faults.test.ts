import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { failingFiles, throwErrno, type Fault } from '../../kit/testing/failing-files'
import { findPlugins } from '../find-plugins'
import { installPlugin, type InstallPlaces } from './install-plugin'
import { readRecord } from './installed'
import { done, put, smallPlugin } from './testing/plugin-files'
import { TempFolder } from './testing/temp-folder'
import { auditInstalled } from './verify-installed'

vi.mock('./in-worker', () => import('./testing/at-hand'))

let temp: TempFolder
let places: InstallPlaces
beforeEach(() => {
  temp = new TempFolder()
  places = {
    plugins: temp.at('data/plugins'),
    builtIn: temp.at('built-in'),
    cache: temp.at('cache'),
    folder: temp.path,
  }
})
afterEach(() => temp[Symbol.dispose]())

/** Version 1.0.0 is there; the installation of 2.0.0 goes wrong at its k-th change of the disk. */
async function upgrade(fault: Fault) {
  temp[Symbol.dispose]()
  temp = new TempFolder()
  places = { ...places, plugins: temp.at('data/plugins'), folder: temp.path }
  done(await installPlugin(put(temp.at('one'), smallPlugin()), places))
  const source = put(temp.at('two'), smallPlugin({ version: '2.0.0' }))
  return installPlugin(source, { ...places, files: failingFiles(fault) })
}

/** Whatever happened: a version is there, whole, and what is noted of it is of that one. */
async function versionThere(): Promise<string> {
  const [found = '', ...others] = findPlugins(places.plugins)
  expect(others).toEqual([])
  const manifest: unknown = JSON.parse(readFileSync(join(found, 'plugin.json'), 'utf8'))
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest
      ? String(manifest.version)
      : ''
  const record = readRecord(places.plugins, 'small')
  expect(record?.version).toBe(version)
  expect(found).toBe(join(places.plugins, 'small', record?.folder ?? ''))
  expect((await auditInstalled('small', places.plugins))?.changed).toEqual([])
  return version
}

describe('S2-11 I4 an installation that goes wrong', { timeout: 60_000 }, () => {
  test.each([
    ['ENOSPC', 'disk-full'],
    ['EIO', 'write-failed'],
  ])(
    'with %s at any of its steps leaves the version before, and another try works',
    async (errno, code) => {
      let k = 1
      for (; ; k++) {
        const fault: Fault = { k, armed: true, count: 0, instead: () => throwErrno(errno) }
        const installed = await upgrade(fault)
        if (fault.count < k) break
        // What is only for a power cut, or for tidiness, is no failure.
        if (!installed.ok) expect(installed.error.map(failure => failure.code)).toEqual([code])
        expect(await versionThere()).toBe(installed.ok ? '2.0.0' : '1.0.0')
        done(await installPlugin('./two', places))
        expect(await versionThere()).toBe('2.0.0')
      }
      expect(k).toBeGreaterThan(15)
    },
  )

  test('killed at any step of the very first one leaves nothing, or it whole', async () => {
    let [k, nothing] = [1, 0]
    for (; ; k++) {
      temp[Symbol.dispose]()
      temp = new TempFolder()
      places = { ...places, plugins: temp.at('data/plugins'), folder: temp.path }
      const killed = Promise.withResolvers<'killed'>()
      const instead = () => {
        killed.resolve('killed')
        return new Promise<never>(() => {})
      }
      const files = failingFiles({ k, armed: true, count: 0, instead })
      const source = put(temp.at('one'), smallPlugin())
      const installing = installPlugin(source, { ...places, files })
      if ((await Promise.race([installing, killed.promise])) !== 'killed') break
      if (findPlugins(places.plugins).length === 0) nothing++
      else expect(await versionThere()).toBe('1.0.0')
      done(await installPlugin(source, places))
      expect(await versionThere()).toBe('1.0.0')
    }
    expect(k).toBeGreaterThan(10)
    expect(nothing).toBeGreaterThan(5)
  })

  test('killed at any of its steps leaves a version whole, and another try works', async () => {
    let k = 1
    for (; ; k++) {
      const killed = Promise.withResolvers<'killed'>()
      const instead = () => {
        killed.resolve('killed')
        return new Promise<never>(() => {})
      }
      const ended = await Promise.race([
        upgrade({ k, armed: true, count: 0, instead }),
        killed.promise,
      ])
      if (ended !== 'killed') break
      expect(['1.0.0', '2.0.0']).toContain(await versionThere())
      done(await installPlugin('./two', places))
      expect(await versionThere()).toBe('2.0.0')
    }
    expect(k).toBeGreaterThan(15)
  })
})
