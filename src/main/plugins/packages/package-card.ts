import { z } from 'zod'
import {
  CERTIFICATE_FILE,
  certificateFacts,
  kindOf,
  pluginIdSchema,
  pluginKindSchema,
  readCertificate,
  rightSchema,
  type Certificate,
  type Manifest,
  type PluginKind,
} from '#shared/graph'
import { parseManifest } from '../read-plugin'
import { contentsHash } from './contents-hash'
import type { PackageFile } from './package-limits'

/** The keyword that a registry is searched for. */
export const KEYWORD = 'wireharp-plugin'

/** What a card shows of a certificate: as its author measured it. */
const badgeSchema = z.object({
  passed: z.number(),
  failed: z.number(),
  costP50: z.number().optional(),
  costP95: z.number().optional(),
  latencyFrames: z.number().optional(),
  /** Where the costs were measured. */
  machine: z.string().max(200).optional(),
})

/** What a registry tells of a plugin without its package being fetched: the part `wireharp` of package.json. */
export const packageCardSchema = z.object({
  name: z.string().min(1).max(60),
  author: z.string().min(1).max(100),
  category: z.string().min(1).max(40),
  kind: pluginKindSchema,
  kinds: z.array(pluginKindSchema).max(12).default([]),
  permissions: z.array(rightSchema).max(32).default([]),
  /** Of plugins, by id: packages of npm’s are none. */
  dependencies: z.record(pluginIdSchema, z.string().max(100)).default({}),
  nodes: z
    .array(z.object({ id: z.string().max(64), label: z.string().max(60) }))
    .max(256)
    .default([]),
  icon: z.string().max(240).optional(),
  demo: z.string().max(240).optional(),
  screenshots: z.array(z.string().max(240)).max(12).default([]),
  certificate: badgeSchema.optional(),
  /** Of the key that it is signed with: a hint until the package is there. */
  publisher: z.object({ key: z.string().length(64), name: z.string().max(100) }).optional(),
})
export type PackageCard = z.infer<typeof packageCardSchema>

/** Read off the files; nothing where plugin.json is none. */
export function cardOf(files: readonly PackageFile[]): PackageCard | undefined {
  const text = files.find(({ path }) => path === 'plugin.json')?.bytes.toString('utf8')
  const manifest = text === undefined ? undefined : parseManifest(text)
  return manifest?.ok === true ? cardOfManifest(manifest.value, files) : undefined
}

export function cardOfManifest(manifest: Manifest, files: readonly PackageFile[]): PackageCard {
  const paths = files.map(({ path }) => path).toSorted()
  const icon = paths.find(path => /^icon\.(svg|png|webp)$/.test(path))
  const demo = paths.find(path => path === 'demo.wireharp')
  const screenshots = paths.filter(path => /^screenshots\/[^/]+\.(png|jpe?g|webp)$/.test(path))
  const certificate = badgeOf(manifest, files)
  return {
    name: manifest.name,
    author: manifest.author,
    category: manifest.category,
    kind: kindOf(manifest),
    kinds: kindsOf(manifest),
    permissions: [...new Set(manifest.permissions.map(({ right }) => right))],
    dependencies: manifest.dependencies,
    nodes: Object.entries(manifest.nodes).map(([id, { label }]) => ({ id, label })),
    screenshots: screenshots.slice(0, 12),
    ...(icon !== undefined && { icon }),
    ...(demo !== undefined && { demo }),
    ...(certificate !== undefined && { certificate }),
  }
}

function kindsOf(manifest: Manifest): PluginKind[] {
  const nodes = Object.values(manifest.nodes).map(({ kind }): PluginKind =>
    kind === 'output' ? 'node' : kind,
  )
  return [...new Set([kindOf(manifest), ...nodes])]
}

/** Of certificate.json, where the package has one, and it is one of just these files. */
export function badgeOf(
  { id, version }: Pick<Manifest, 'id' | 'version'>,
  files: readonly PackageFile[],
): PackageCard['certificate'] {
  const certificate = ownCertificate(files)
  const isOfThis = certificate?.plugin === id && certificate.version === version
  if (certificate === undefined || !isOfThis) return undefined
  const { checks, failed, latency } = certificateFacts(certificate)
  const costs = Object.values(certificate.nodes).flatMap(({ cost }) => cost ?? [])
  const [dearest] = costs.toSorted((a, b) => b.p50 - a.p50)
  const { cpu, system } = certificate.machine
  return {
    passed: checks - failed,
    failed,
    latencyFrames: latency,
    ...(dearest && { costP50: dearest.p50, costP95: dearest.p95 }),
    ...(dearest && { machine: `${cpu}, ${system}`.slice(0, 200) }),
  }
}

/** The certificate that lies in a package; none where it was made of other files. */
export function ownCertificate(files: readonly PackageFile[]): Certificate | undefined {
  const text = files.find(({ path }) => path === CERTIFICATE_FILE)?.bytes.toString('utf8')
  const certificate = text === undefined ? undefined : readCertificate(text)
  return certificate?.sha256 === contentsHash(files) ? certificate : undefined
}
