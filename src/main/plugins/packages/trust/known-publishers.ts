import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { fail, type Result } from '#shared/kit'
import { whileLocked, writeDurably } from '../../../kit'
import { readRecord } from '../installed'
import { keyOfSpki } from './ed25519'

const publisherSchema = z.object({
  key: z.string().length(64),
  name: z.string().max(100),
  /** Whether it was a key of the app’s own then. */
  own: z.boolean().default(false),
  /** ISO 8601. */
  since: z.string().max(40),
})
export type KnownPublisher = z.infer<typeof publisherSchema>

const stateSchema = z.object({
  format: z.literal('wireharp-publishers'),
  /** The first key that each plugin had here, or the one that the user agreed to since. */
  plugins: z.record(z.string().max(200), publisherSchema).default({}),
  /** Keys of registries by their address. */
  registries: z
    .record(
      z.string().max(2000),
      z.object({
        keys: z.array(z.string().max(1000)).max(20),
        sequence: z.number().default(0),
        /** Keys that it revoked by before it was removed: what they named stays revoked. */
        revokers: z.array(z.string().length(64)).max(20).optional(),
        /** ISO 8601: behind it, what the registry’s index said is not to be believed any more. */
        expiresAt: z.string().max(40).optional(),
        /** How far its log went when it was seen last. */
        log: z
          .object({
            size: z.int().min(0),
            head: z.string().max(64),
            /** Where nothing else of the registry is signed. */
            key: z.string().max(64).optional(),
          })
          .optional(),
      }),
    )
    .default({}),
})
export type KnownTrust = z.infer<typeof stateSchema>

/**
 * Written three times, one of them not among the plugins: that one is lost or damaged forgets nobody, nor that all
 * plugins were thrown away.
 */
function filesOf(plugins: string): readonly [string, string, string] {
  return [
    join(plugins, '.publishers.json'),
    join(plugins, '.publishers.copy.json'),
    join(dirname(plugins), 'publishers.json'),
  ]
}

/** Who is known by their key. */
export function readTrust(plugins: string): KnownTrust {
  const found = filesOf(plugins).flatMap(path => readState(path) ?? [])
  const empty: KnownTrust = { format: 'wireharp-publishers', plugins: {}, registries: {} }
  // The first was written last; what only another one knows counts too.
  return found.reduceRight(
    (all, { plugins, registries }) => ({
      ...all,
      plugins: { ...all.plugins, ...plugins },
      registries: { ...all.registries, ...registries },
    }),
    empty,
  )
}

/**
 * The keys that may revoke what is from a registry: those that sign or countersign what it has, and that of its log, which
 * is all that a server has which countersigns nothing.
 */
export function revokersOf({ registries }: KnownTrust, address: string): readonly string[] {
  const { keys = [], log, revokers = [] } = registries[address] ?? {}
  const own = keys.flatMap(key => signingKeyOf(key) ?? [])
  return [...new Set([...own, ...(log?.key === undefined ? [] : [log.key]), ...revokers])]
}

/** Of a key as it is kept: by itself, or as a countersigning one, `<id> <SPKI> <end>`. Only those of Ed25519 sign lists. */
function signingKeyOf(kept: string): string | undefined {
  const [first = '', spki] = kept.split(' ')
  return spki === undefined ? first : keyOfSpki(Buffer.from(spki, 'base64'))
}

/**
 * Whose a plugin is: as it was noted, or as the installation that is there says. So a plugin that is installed keeps
 * its publisher where the notes are gone.
 */
export function publisherOf(plugins: string, id: string): KnownPublisher | undefined {
  return readTrust(plugins).plugins[id] ?? readRecord(plugins, id)?.publisher
}

/** Ids of the plugins that a key signed here. */
export function signedBy({ plugins }: KnownTrust, key: string): readonly string[] {
  return Object.keys(plugins).filter(id => plugins[id]?.key === key)
}

export function notePublisher(
  plugins: string,
  id: string,
  publisher: KnownPublisher,
): Promise<Result<void>> {
  return change(plugins, state => ({ ...state, plugins: { ...state.plugins, [id]: publisher } }))
}

export function noteRegistry(
  plugins: string,
  address: string,
  known: KnownTrust['registries'][string] | undefined,
): Promise<Result<void>> {
  return change(plugins, state => {
    const { [address]: _gone, ...others } = state.registries
    return { ...state, registries: known === undefined ? others : { ...others, [address]: known } }
  })
}

function change(plugins: string, edit: (state: KnownTrust) => KnownTrust): Promise<Result<void>> {
  const [first, copy, far] = filesOf(plugins)
  const busy = fail('write-failed', 'Another Wireharp is writing down who publishes what.')
  return whileLocked(
    first,
    async () => {
      const text = `${JSON.stringify(edit(readTrust(plugins)), undefined, 2)}\n`
      for (const path of [far, copy]) {
        const kept = await writeDurably(path, text)
        if (!kept.ok) return kept
      }
      return writeDurably(first, text)
    },
    { busy },
  )
}

function readState(path: string): KnownTrust | undefined {
  try {
    const parsed = stateSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
