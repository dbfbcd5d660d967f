import { implement } from '@orpc/server'
import { contract, type Preset } from '#shared/contract'

/** Presets in memory, by type of node. */
export class FakePresets {
  #presets: readonly (Preset & { readonly node: string })[] = [
    preset('filter/filter', 'Under water', 'factory', { cutoff: 320, q: 1.2 }),
    preset('filter/filter', 'Telephone', 'factory', { mode: 'band-pass', cutoff: 1700, q: 3 }),
    preset('filter/filter', 'A name that is a good deal longer than the field', 'user', {}),
  ]

  router() {
    const shell = implement(contract)
    return {
      list: shell.presets.list.handler(({ input }) => ({
        presets: this.#presets.filter(({ node }) => node === input.type),
        problems: [],
      })),
      save: shell.presets.save.handler(({ input }) => {
        const made = preset(input.type, input.name, 'user', input.params)
        this.#presets = [...this.#presets.filter(({ id }) => id !== made.id), made]
        return made
      }),
      rename: shell.presets.rename.handler(({ input }) =>
        this.#change(input.id, { name: input.name }),
      ),
      remove: shell.presets.remove.handler(({ input }) => {
        this.#presets = this.#presets.filter(({ id }) => id !== input.id)
      }),
      setFavourite: shell.presets.setFavourite.handler(({ input }) => {
        this.#change(input.id, { favourite: input.favourite })
      }),
      import: shell.presets.import.handler(() => {
        throw new Error('The fake takes no presets in.')
      }),
    }
  }

  #change(id: string, change: Partial<Preset>): Preset {
    this.#presets = this.#presets.map(each => (each.id === id ? { ...each, ...change } : each))
    const found = this.#presets.find(each => each.id === id)
    if (found === undefined) throw new Error(`There is no preset ${id}.`)
    return found
  }
}

function preset(
  node: string,
  name: string,
  origin: Preset['origin'],
  params: Preset['params'],
): Preset & { readonly node: string } {
  const id = `${origin}-${name.toLowerCase().replaceAll(' ', '-')}`
  return { id, node, name, origin, params, pluginVersion: '1.0.0', tags: [], favourite: false }
}
