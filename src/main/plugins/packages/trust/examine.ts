import { join } from 'node:path'
import type { TrustState } from '#shared/contract'
import { permissionInWords, type Manifest, type Permission } from '#shared/graph'
import { fail, type Failure } from '#shared/kit'
import { readPlugin } from '../../read-plugin'
import { homeOf, readRecord } from '../installed'
import { publisherOf, type KnownPublisher } from './known-publishers'
import { ownKeys } from './own-keys'
import { keptRevocations, revokedBy } from './revocations'
import type { Signer } from './signature-file'

/** No plugin comes to so many; one that does would keep every later version out. */
const MOST_VERSIONS = 99_999

/** What the user has to see before a version takes the place of another. */
export type TrustQuestion =
  | { readonly kind: 'permissions'; readonly added: readonly Permission[] }
  | { readonly kind: 'publisher'; readonly before: KnownPublisher }
  | { readonly kind: 'dependencies'; readonly added: readonly string[] }

/** What is known of a package that is about to be installed. */
export interface Examined {
  readonly trust: TrustState
  /** Why it may not be installed whatever the user says. */
  readonly refusal?: Failure
  readonly questions: readonly TrustQuestion[]
}

export interface ToExamine {
  readonly manifest: Manifest
  readonly signer: Signer | undefined
  /** SHA-256 of its files. */
  readonly hashes: readonly string[]
  /** The user’s plugins. */
  readonly plugins: string
  /** More keys that may revoke: of the registry that it is from. */
  readonly revokers?: readonly string[]
  /** Keys of the project; those of the app if left out. */
  readonly own?: readonly string[]
}

/** Weighs a package against what is installed, known and revoked. Nothing is changed, nothing asked. */
export function examine(found: ToExamine): Examined {
  const { manifest, signer, hashes, plugins, revokers = [], own = ownKeys() } = found
  const { id, name, version } = manifest
  const revocable = { id, name, version, files: hashes, ...(signer && { key: signer.key }) }
  const revoked = revokedBy(revocable, keptRevocations(plugins, [...own, ...revokers]))
  if (revoked !== undefined) return { trust: 'revoked', refusal: revoked, questions: [] }
  const before = publisherOf(plugins, id)
  const trust = trustOf(signer, before, own)
  const questions: TrustQuestion[] = []
  if (trust === 'changed' && before !== undefined) questions.push({ kind: 'publisher', before })
  const installed = installedManifest(plugins, id)
  if (installed !== undefined) {
    const added = manifest.permissions.flatMap(each => growth(each, installed.permissions))
    if (added.length > 0) questions.push({ kind: 'permissions', added })
    const needed = Object.keys(manifest.dependencies).filter(
      other => !(other in installed.dependencies),
    )
    if (needed.length > 0) questions.push({ kind: 'dependencies', added: needed })
  }
  const isTooHigh = version.split(/[.-]/).some(part => Number(part) > MOST_VERSIONS)
  return {
    trust,
    questions,
    ...(isTooHigh && {
      refusal: fail('package-version-implausible', `“${id}” says that it is version ${version}.`),
    }),
  }
}

/** The first question as a refusal, for where nobody can be asked. */
export function asRefusal(
  { refusal, questions }: Examined,
  { id, version }: Pick<Manifest, 'id' | 'version'>,
): Failure | undefined {
  if (refusal !== undefined) return refusal
  const [question] = questions
  switch (question?.kind) {
    case undefined:
      return undefined
    case 'publisher':
      return fail(
        'publisher-changed',
        `“${id}” ${version} is not signed by ${question.before.name}, who signed it before.`,
      )
    case 'permissions': {
      const words = question.added.map(permissionInWords).join('; ')
      return fail('agreement-needed', `“${id}” ${version} asks for more: ${words}.`)
    }
    case 'dependencies':
      return fail(
        'agreement-needed',
        `“${id}” ${version} needs more plugins: ${question.added.join(', ')}.`,
      )
  }
}

export function trustOf(
  signer: Pick<Signer, 'key'> | undefined,
  before: KnownPublisher | undefined,
  own: readonly string[] = ownKeys(),
): TrustState {
  const isOwn = signer !== undefined && own.includes(signer.key)
  if (before === undefined) return signer === undefined ? 'unsigned' : isOwn ? 'wireharp' : 'new'
  // The project may change its key with the app; another’s plugin does not become the project’s that way.
  if (isOwn && (before.own || before.key === signer.key)) return 'wireharp'
  return signer?.key === before.key ? 'known' : 'changed'
}

/** What of a right is new: all of it, or the places that it did not have. */
function growth(wanted: Permission, had: readonly Permission[]): Permission[] {
  const same = had.filter(({ right }) => right === wanted.right)
  if (same.some(({ scope }) => scope === undefined)) return []
  if (same.length === 0 || wanted.scope === undefined) return [wanted]
  const places = new Set(same.flatMap(({ scope = [] }) => scope))
  const scope = wanted.scope.filter(place => !places.has(place))
  return scope.length === 0 ? [] : [{ ...wanted, scope }]
}

export function installedManifest(plugins: string, id: string): Manifest | undefined {
  const record = readRecord(plugins, id)
  if (record === undefined) return undefined
  const plugin = readPlugin(join(homeOf(plugins, id), record.folder))
  return plugin.ok ? plugin.value.manifest : undefined
}
