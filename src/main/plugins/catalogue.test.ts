import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseProject } from '#shared/graph'
import { rootFolder } from '../kit'
import { readIndex } from '../marketplace/registries/index-file'
import { cardOf, readTarball } from './packages'
import { readPlugin } from './read-plugin'

const root = join(rootFolder(), 'plugins/catalogue')
const folders = readdirSync(root)

describe('M-01 the starter catalogue', () => {
  test('has at least a dozen plugins, none of which is built in', () => {
    expect(folders.length).toBeGreaterThanOrEqual(12)
    const builtIn = readdirSync(join(rootFolder(), 'plugins'), {
      recursive: true,
      encoding: 'utf8',
    })
    for (const id of folders) {
      expect(builtIn.filter(path => path.endsWith(`/${id}/plugin.json`))).toHaveLength(1)
    }
  })

  test.each(folders)(
    'S1-06 %s is sound, with a page, an icon, its changes and a demo that opens',
    id => {
      const folder = join(root, id)
      const plugin = readPlugin(folder)
      expect(plugin.ok ? plugin.value.manifest.id : plugin.error).toBe(id)
      for (const file of ['README.md', 'CHANGELOG.md', 'icon.svg']) {
        expect(existsSync(join(folder, file))).toBe(true)
      }
      const demo = parseProject(readFileSync(join(folder, 'demo.wireharp'), 'utf8'))
      expect(demo.ok ? [] : demo.error).toEqual([])
    },
  )

  test('M-04 each is packed with a certificate of just its files, which its card shows', async () => {
    const built = join(rootFolder(), 'out/catalogue')
    const index = readIndex(readFileSync(join(built, 'index.json'), 'utf8'))
    const offers = index.ok ? index.value.offers : []
    expect(offers.map(({ id }) => id).toSorted()).toEqual(folders.toSorted())
    for (const { versions } of offers) {
      const [newest] = versions
      const files = await readTarball(readFileSync(join(built, newest?.tarball ?? '')))
      const card = files.ok ? cardOf(files.value) : undefined
      expect(card?.certificate).toMatchObject({ failed: 0 })
      expect(card?.certificate?.machine).toMatch(/, \w+-\w+$/)
      expect(card?.certificate?.passed).toBeGreaterThan(4)
      expect(newest?.card.certificate).toEqual(card?.certificate)
    }
  })
})
