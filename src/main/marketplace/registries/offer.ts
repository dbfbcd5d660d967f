import { compare, prerelease, rcompare, valid } from 'semver'
import { z } from 'zod'
import { pluginIdSchema } from '#shared/graph'
import { packageCardSchema, type PackageCard } from '../../plugins/packages'

/** More versions of one plugin are not looked at. */
const MOST_VERSIONS = 400

export const offeredVersionSchema = z.object({
  version: z.string().max(64),
  description: z.string(),
  licence: z.string(),
  card: packageCardSchema,
  /** An address, or the name of a file in the registry’s folder. */
  tarball: z.string().max(2000),
  /** `sha512-…` of the tarball. */
  integrity: z.string().max(200),
  /** Of the tarball, where the registry says it; else 0. */
  bytes: z.number(),
  /** Milliseconds since 1970. */
  published: z.number().optional(),
  signatures: z.array(z.object({ keyid: z.string().max(200), sig: z.string().max(2000) })).max(8),
})
export type OfferedVersion = z.infer<typeof offeredVersionSchema>

/** What a registry has of a plugin, the newest version first. */
export const offerSchema = z.object({
  id: pluginIdSchema,
  versions: z.array(offeredVersionSchema).min(1),
})
export type Offer = z.infer<typeof offerSchema>

const versionSchema = z.object({
  name: z.string(),
  version: z.string().max(64),
  description: z.string().catch(''),
  license: z.string().max(60).catch(''),
  wireharp: packageCardSchema,
  deprecated: z.union([z.string(), z.boolean()]).optional(),
  dist: z.object({
    tarball: z.string().max(2000),
    integrity: z.string().regex(/^sha512-[A-Za-z0-9+/]{86}==$/),
    unpackedSize: z.number().optional().catch(undefined),
    bytes: z.number().optional().catch(undefined),
    signatures: z
      .array(z.object({ keyid: z.string().max(200), sig: z.string().max(2000) }))
      .max(8)
      .catch([]),
  }),
})

const packumentSchema = z.object({
  name: z.string(),
  versions: z.record(z.string(), z.unknown()),
  time: z.record(z.string(), z.unknown()).catch({}),
})

/**
 * What a registry says of a package, as far as it makes sense: versions that are plugins, whose names are the one that was
 * asked for, and that are named by what they hold. Nothing where none is.
 */
export function parseOffer(document: unknown, id: string): Offer | undefined {
  const parsed = packumentSchema.safeParse(document)
  if (!parsed.success || parsed.data.name !== id || !pluginIdSchema.safeParse(id).success) {
    return undefined
  }
  const { versions, time } = parsed.data
  const found = Object.entries(versions).flatMap(([key, value]): OfferedVersion[] => {
    const version = versionSchema.safeParse(value)
    if (!version.success) return []
    const { data } = version
    if (data.version !== key || data.name !== id || valid(key) !== key) return []
    if (data.deprecated !== undefined && data.deprecated !== false) return []
    const at = Date.parse(String(time[key]))
    return [
      {
        version: key,
        description: data.description.slice(0, 500),
        licence: data.license,
        card: data.wireharp,
        tarball: data.dist.tarball,
        integrity: data.dist.integrity,
        bytes: data.dist.bytes ?? data.dist.unpackedSize ?? 0,
        signatures: data.dist.signatures,
        ...(Number.isFinite(at) && { published: at }),
      },
    ]
  })
  const ordered = found.toSorted((a, b) => rcompare(a.version, b.version)).slice(0, MOST_VERSIONS)
  return ordered.length === 0 ? undefined : { id, versions: ordered }
}

/** What is shown of it: the newest version that is not for trying out, if there is one. */
export function newest(versions: readonly OfferedVersion[]): OfferedVersion | undefined {
  return versions.find(({ version }) => prerelease(version) === null) ?? versions[0]
}

export function isNewer(version: string, than: string): boolean {
  return compare(version, than) > 0
}

export type { PackageCard }
