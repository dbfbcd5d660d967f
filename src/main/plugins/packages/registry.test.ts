import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { integrityOf } from './fetch-package'
import { installPlugin, type InstallPlaces } from './install-plugin'
import { packPlugin } from './pack-plugin'
import { done, put, smallPlugin } from './testing/plugin-files'
import { TempFolder } from './testing/temp-folder'
import { upgradePlugin } from './upgrade-plugin'

vi.mock('./in-worker', () => import('./testing/at-hand'))

let temp: TempFolder
let server: Server
let registry = ''
/** Packages by version, as the registry has them. */
const shelf = new Map<string, Buffer>()
let asked: string[] = []
let tampered = false

beforeEach(async () => {
  temp = new TempFolder()
  shelf.clear()
  asked = []
  tampered = false
  server = createServer((request, response) => {
    const url = request.url ?? ''
    asked.push(url)
    const version = /\/-\/small-(.+)\.tgz$/.exec(url)?.[1]
    const bytes = shelf.get(version ?? '')
    if (bytes !== undefined) return void response.end(tampered ? Buffer.from('other') : bytes)
    if (url !== '/small') return void response.writeHead(404).end('{}')
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(packument()))
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  registry = `http://127.0.0.1:${port}`
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  temp[Symbol.dispose]()
})

function packument() {
  const versions = [...shelf].map(([version, bytes]): [string, object] => [
    version,
    {
      name: 'small',
      version,
      scripts: { postinstall: 'touch ran' },
      dependencies: { 'left-pad': '1.0.0' },
      dist: {
        tarball: `${registry}/small/-/small-${version}.tgz`,
        integrity: integrityOf(bytes),
      },
    },
  ])
  const latest = [...shelf.keys()].at(-1)
  return { name: 'small', 'dist-tags': { latest }, versions: Object.fromEntries(versions) }
}

async function publish(version: string): Promise<void> {
  const folder = put(temp.at(`source-${version}`), smallPlugin({ version }))
  shelf.set(version, done(await packPlugin(folder)).bytes)
}

function places(): InstallPlaces {
  return {
    plugins: temp.at('plugins'),
    builtIn: temp.at('built-in'),
    cache: temp.at('cache'),
    folder: temp.path,
    registry,
  }
}

describe('S2-11 S1-37 from a registry', () => {
  test('by name and range, held to the integrity that it declares; nothing else is fetched', async () => {
    for (const version of ['1.0.0', '1.4.0', '2.0.0']) await publish(version)
    expect(done(await installPlugin('small', places())).version).toBe('2.0.0')
    const ranged = done(await installPlugin('small@^1.0.0', places()))
    expect(ranged).toMatchObject({
      version: '1.4.0',
      resolved: `${registry}/small/-/small-1.4.0.tgz`,
    })
    expect(ranged.integrity).toBe(integrityOf(shelf.get('1.4.0') ?? Buffer.alloc(0)))
    await publish('1.5.0')
    expect(done(await upgradePlugin('small', places())).version).toBe('1.5.0')
    expect(asked.filter(url => url.includes('left-pad'))).toEqual([])
  })

  test('a package that is not what the registry says of it is refused', async () => {
    await publish('1.0.0')
    tampered = true
    const installed = await installPlugin('small', places())
    expect(installed.ok ? '' : installed.error[0]?.code).toBe('package-damaged')
  })

  test.each([
    ['package-not-found', 'nothing-of-this-name'],
    ['package-not-found', 'small@9.9.9'],
  ])('%s: %s', async (code, spec) => {
    await publish('1.0.0')
    const installed = await installPlugin(spec, places())
    expect(installed.ok ? '' : installed.error[0]?.code).toBe(code)
  })

  test('a registry that is not there is unreachable', async () => {
    const away = { ...places(), registry: 'http://127.0.0.1:9' }
    const installed = await installPlugin('small', away)
    expect(installed.ok ? '' : installed.error[0]?.code).toBe('package-unreachable')
  })

  test('the address of a tarball will do', async () => {
    await publish('1.0.0')
    const url = `${registry}/small/-/small-1.0.0.tgz`
    expect(done(await installPlugin(url, places()))).toMatchObject({
      version: '1.0.0',
      resolved: url,
    })
  })
})
