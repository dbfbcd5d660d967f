import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'secure-json-parse'
import { z } from 'zod'
import { modelPurposeSchema } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt, readFailure, type Log } from '../kit'

/** Larger than any bundled model may be: the app carries none that is more than this. */
const MOST_BUNDLED = 5 * 1024 * 1024
const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'a plain file name')

const fileSchema = z.strictObject({
  name,
  /** About right where no hash is known. */
  bytes: z
    .int()
    .min(1)
    .max(2 ** 40),
  /**
   * In hex. Where its host states none that could be written down, the file that came first is the one: its hash is
   * kept, and every later one is held against it.
   */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /** The first is asked first, the others when it fails. */
  urls: z
    .array(z.url({ protocol: /^https?$/ }))
    .max(8)
    .default([]),
})

const manifestSchema = z.strictObject({
  $schema: z.string().optional(),
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/),
  title: z.string().min(1).max(100),
  version: z.string().min(1).max(64),
  about: z.string().max(500).default(''),
  purpose: modelPurposeSchema,
  strategy: z.enum(['bundled', 'download']),
  /** The model of which it is another form: whoever wants all gets that one. */
  variantOf: z.string().max(64).optional(),
  license: z.strictObject({
    spdx: z.string().min(1).max(64),
    nonCommercial: z.boolean(),
    url: z.url().optional(),
  }),
  files: z.array(fileSchema).min(1).max(64),
})

export type ModelFile = z.infer<typeof fileSchema>

/** A model as its `model.json` tells of it, and the folder that holds its files once they are here. */
export type Manifest = z.infer<typeof manifestSchema> & { readonly folder: string }

/**
 * The models that are known: those that the app brings, below `bundled`, then those of the user's own folder. What
 * cannot be read is left out and logged; the first of two with one id counts.
 */
export async function findManifests(
  places: {
    readonly bundled: string
    readonly models: string
    /** A folder where files of models lie side by side (LK_MODEL_PATH); what has all of its files there is taken from there. */
    readonly flat?: string
  },
  log: Log,
): Promise<readonly Manifest[]> {
  const all = new Map<string, Manifest>()
  for (const place of new Set([places.bundled, places.models])) {
    const names = await readdir(place).catch(() => [])
    for (const entry of names.toSorted((a, b) => a.localeCompare(b))) {
      const found = await readManifest(join(place, entry), places.models)
      if (found === undefined) continue
      if (!found.ok) log.warn({ model: entry, failure: found.error }, 'a model is left out')
      else if (!all.has(found.value.id)) all.set(found.value.id, found.value)
    }
  }
  const { flat = '' } = places
  if (flat === '') return [...all.values()]
  const there = new Set(await readdir(flat).catch(() => []))
  return [...all.values()].map(manifest =>
    manifest.files.every(file => there.has(file.name)) ? { ...manifest, folder: flat } : manifest,
  )
}

async function readManifest(folder: string, models: string): Promise<Result<Manifest> | undefined> {
  const path = join(folder, 'model.json')
  const text = await attempt(
    () => readFile(path, 'utf8'),
    errno => readFailure(errno, path),
  )
  if (!text.ok) return undefined
  const manifest = manifestSchema.safeParse(jsonOf(text.value))
  if (!manifest.success) {
    const [issue] = manifest.error.issues
    return err(fail('model-refused', `${issue?.path.join('/') ?? ''}: ${issue?.message ?? ''}.`))
  }
  const { data } = manifest
  const problem = problemOf(data)
  if (problem !== undefined) return err(fail('model-refused', problem))
  const bundled = data.strategy === 'bundled'
  return ok({ ...data, folder: bundled ? folder : join(models, data.id) })
}

function problemOf({ strategy, license, files }: z.infer<typeof manifestSchema>) {
  if (new Set(files.map(file => file.name)).size < files.length) return 'Two files have one name.'
  if (strategy === 'download') return undefined
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  if (bytes > MOST_BUNDLED) return 'A model of more than 5 MB is not bundled.'
  return license.nonCommercial ? 'A non-commercial model is not bundled.' : undefined
}

function jsonOf(text: string): unknown {
  try {
    return parse(text, undefined, { protoAction: 'remove' })
  } catch {
    return undefined
  }
}
