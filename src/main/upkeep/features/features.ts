import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { nanoid } from 'nanoid'
import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt, rootFolder, writeFailure } from '../../kit'
import { fetchInto, type FetchInto } from './fetch-into'
import { featurePacks, type FeaturePack } from './packs'

export interface FeatureState extends FeaturePack {
  /** Whether all of it is here. */
  readonly present: boolean
  /** Whether there is anything to fetch at all. */
  readonly optional: boolean
}

export interface FeatureOptions {
  /** Where `node_modules` and the lock lie. */
  readonly root?: string
  readonly fetch?: FetchInto
}

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      dependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
})

export function listFeatures({ root = rootFolder() }: FeatureOptions = {}): FeatureState[] {
  return featurePacks.map(pack => ({
    ...pack,
    present: pack.packages.every(name => isHere(root, name)),
    optional: pack.packages.length > 0,
  }))
}

/**
 * Fetches what a pack lacks, in the very versions that the lock names, each checked against its hash before it is put into
 * place. No script of a package runs. Answers what came.
 */
export async function addFeature(
  id: string,
  { root = rootFolder(), fetch = fetchInto }: FeatureOptions = {},
): Promise<Result<readonly string[]>> {
  const pack = packOf(id)
  if (!pack.ok) return pack
  const wanted = closure(root, pack.value.packages)
  if (!wanted.ok) return wanted
  const came: string[] = []
  for (const { name, version, integrity } of wanted.value) {
    const target = join(root, 'node_modules', name)
    const staged = join(root, 'node_modules', `.feature-${nanoid(8)}`)
    try {
      const fetched = await fetch({ spec: `${name}@${version}`, integrity, folder: staged })
      if (!fetched.ok) return fetched
      const placed = await attempt(
        async () => {
          await mkdir(dirname(target), { recursive: true })
          await rename(staged, target)
        },
        errno => writeFailure(errno, target),
      )
      if (!placed.ok) return placed
    } finally {
      await rm(staged, { recursive: true, force: true })
    }
    came.push(`${name} ${version}`)
  }
  return ok(came)
}

/** Takes the packages of a pack away; everything else works on without them. What others may need too stays. */
export async function removeFeature(
  id: string,
  { root = rootFolder() }: FeatureOptions = {},
): Promise<Result<readonly string[]>> {
  const pack = packOf(id)
  if (!pack.ok) return pack
  const here = pack.value.packages.filter(name => isHere(root, name))
  for (const name of here) {
    const gone = await attempt(
      () => rm(join(root, 'node_modules', name), { recursive: true }),
      errno => writeFailure(errno, name),
    )
    if (!gone.ok) return gone
  }
  return ok(here)
}

function packOf(id: string): Result<FeaturePack> {
  const pack = featurePacks.find(each => each.id === id)
  if (pack === undefined) return err(fail('feature-unknown', `There is no “${id.slice(0, 60)}”.`))
  if (pack.packages.length > 0) return ok(pack)
  return err(fail('feature-built-in', `“${id}” is a part of the app.`))
}

/** What is not here of some packages and of what they need, as the lock has it. */
function closure(root: string, names: readonly string[]) {
  const text = attemptRead(join(root, 'package-lock.json'))
  const lock = lockSchema.safeParse(text)
  if (!lock.success) return err(fail('feature-unknown', 'No lock names the versions of packages.'))
  const found = new Map<string, { name: string; version: string; integrity: string }>()
  const visit = (name: string): boolean => {
    if (found.has(name) || isHere(root, name)) return true
    const {
      version,
      integrity,
      dependencies = {},
    } = lock.data.packages[`node_modules/${name}`] ?? {}
    // Without a hash nothing shows that it is what was meant.
    if (version === undefined || integrity === undefined) return false
    found.set(name, { name, version, integrity })
    return Object.keys(dependencies).every(visit)
  }
  const isWhole = names.every(visit)
  return isWhole
    ? ok([...found.values()])
    : err(fail('feature-unknown', 'The lock does not name all that is needed, with its hash.'))
}

function isHere(root: string, name: string): boolean {
  return existsSync(join(root, 'node_modules', name, 'package.json'))
}

function attemptRead(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
