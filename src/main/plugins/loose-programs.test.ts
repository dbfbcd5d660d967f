import { rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { err, fail, ok } from '#shared/kit'
import { silentLog } from '../kit'
import { LoosePrograms } from './faust'
import { installPlugin, uninstallPlugin } from './packages'
import { put, smallPlugin } from './packages/testing/plugin-files'
import { PluginHome } from './testing/plugin-home'

vi.mock('./packages/in-worker', () => import('./packages/testing/at-hand'))

/** Programs that lie in a user’s folder, and in place of Faust’s compiler one that makes a plugin of any word. */
class LooseHome extends PluginHome {
  readonly known = this.manager()
  readonly plugins = join(this.paths.data, 'plugins')
  made: string[] = []

  open(): LoosePrograms {
    const { cache } = this.paths
    const places = {
      plugins: this.plugins,
      builtIn: join(this.root, 'none'),
      cache,
      folder: this.root,
    }
    return new LoosePrograms({
      ...{ root: this.plugins, plugins: this.known, log: silentLog },
      install: async ({ path, text }) => {
        const id = basename(path, '.dsp')
        this.made.push(`${id} ${text}`)
        if (text === 'wrong') return err(fail('faust-invalid', `${id}.dsp:2: wrong.`))
        const extra = { description: text }
        const source = put(join(this.root, 'made', id), {
          ...smallPlugin({ id, extra }),
          [`${id}.dsp`]: text,
        })
        const installed = await installPlugin(source, { ...places, noted: path })
        return installed.ok ? ok() : err(installed.error[0] ?? fail('internal', ''))
      },
      uninstall: id => uninstallPlugin(id, this.plugins),
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.known[Symbol.asyncDispose]()
    this[Symbol.dispose]()
  }
}

describe('M-07 Faust programs that lie among the plugins', () => {
  test('M-07 are plugins, are made anew when they are saved, and go with their files', async () => {
    await using home = new LooseHome()
    const path = home.write('data/plugins/glide.dsp', 'first')
    home.write('data/plugins/box/echo.dsp', 'box')
    home.write('data/plugins/two/a.dsp', 'a')
    home.write('data/plugins/two/b.dsp', 'b')
    const { known: manager } = home
    await using loose = home.open()
    await loose.look()
    expect(manager.plugins.map(({ id, state }) => [id, state])).toEqual([
      ['echo', 'enabled'],
      ['glide', 'enabled'],
    ])
    // Looked at again, after a restart too, nothing is made that is there.
    await using again = home.open()
    await again.look()
    expect(home.made).toEqual(['glide first', 'echo box'].toSorted())
    home.write('data/plugins/glide.dsp', 'second')
    await loose.look()
    expect(manager.get('glide')?.description).toBe('second')
    rmSync(path)
    await loose.look()
    expect(manager.plugins.map(({ id }) => id)).toEqual(['echo'])
  })

  test('M-07 that do not compile are listed with their line, and what was made before goes on', async () => {
    await using home = new LooseHome()
    const { known: manager } = home
    home.write('data/plugins/glide.dsp', 'first')
    await using loose = home.open()
    await loose.look()
    home.write('data/plugins/glide.dsp', 'wrong')
    await loose.look()
    const broken = manager.plugins.find(({ state }) => state === 'failed')
    expect(broken).toMatchObject({ id: 'glide.dsp', reason: { code: 'faust-invalid' } })
    expect(broken?.reason?.message).toContain('glide.dsp:2')
    expect(manager.get('glide')?.state).toBe('enabled')
    home.write('data/plugins/glide.dsp', 'right again')
    await loose.look()
    expect(manager.plugins.map(({ id, description }) => [id, description])).toEqual([
      ['glide', 'right again'],
    ])
  })

  test('M-07 count as soon as they are saved', async () => {
    await using home = new LooseHome()
    home.write('data/plugins/.keep', '')
    await using loose = home.open()
    await loose.look()
    home.write('data/plugins/late.dsp', 'late')
    await vi.waitFor(() => expect(home.known.get('late')?.state).toBe('enabled'), 5000)
  })
})
