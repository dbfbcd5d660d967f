import type { CatalogueEntry } from '../../store'
import type { OfferedVersion } from '../registries/offer'

const kinds = ['effect', 'generator', 'analyzer'] as const
const words = ['Warm', 'Tape', 'Glass', 'Deep', 'Wide', 'Dark', 'Fast', 'Soft', 'Old', 'Bright']
const things = ['reverb', 'delay', 'chorus', 'filter', 'drive', 'synth', 'gate', 'meter']

/** A catalogue of so many plugins, each a little different. */
export function manyEntries(count: number): CatalogueEntry[] {
  return Array.from({ length: count }, (_, at) => {
    const version = versionOf(at)
    const { description, card } = version
    const id = `plugin-${at}`
    return {
      ...{ registry: 'wireharp', id, name: card.name, summary: description },
      ...{ author: card.author, category: card.category, words: card.kind },
      document: JSON.stringify({ id, versions: [version] }),
    }
  })
}

function versionOf(at: number): OfferedVersion {
  const thing = things[at % things.length] ?? ''
  const kind = kinds[at % kinds.length] ?? 'effect'
  const name = `${words[at % words.length]} ${thing} ${at}`
  return {
    version: '1.0.0',
    description: `A ${thing} that sounds like number ${at}, for pads and drums.`,
    licence: at % 2 === 0 ? 'MIT' : 'Apache-2.0',
    card: {
      ...{ name, author: `Author ${at % 500}`, category: thing, kind, kinds: [kind] },
      permissions: at % 10 === 0 ? ['network'] : [],
      ...{ dependencies: {}, nodes: [{ id: 'n', label: name }], screenshots: [] },
    },
    tarball: `p-${at}.tgz`,
    integrity: 'sha512-x',
    bytes: at,
    signatures: [],
  }
}
