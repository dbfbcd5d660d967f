import { join } from 'node:path'
import { z } from 'zod'
import type { ModelInfo } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import { rootFolder, type AppPaths, type Clock, type Log } from '../kit'
import { createAiSwitch, type AiSwitch, type Hardware } from './ai-switch'
import { findManifests, type Manifest, type ModelFile } from './manifest'
import { describe, hashFiles, lookAtFiles, removeFiles } from './model-files'
import { NoteFile } from './model-notes'
import { pluginModels, type PluginWithModels } from './plugin-models'

/** Bytes that downloaded models may take together unless WIREHARP_MODEL_CAP (in GB) says otherwise. */
const USUAL_CAP = 20e9

const notesSchema = z.object({
  /** By model. A consent holds for one version and licence. */
  consents: z.record(z.string(), z.object({ at: z.number(), terms: z.string() })),
  used: z.record(z.string(), z.number()),
  /** Hashes of files, by `model/file`. */
  pins: z.record(z.string(), z.string()),
  /** The model that a sound was made with, by the sound's SHA-256. */
  made: z.record(z.string(), z.string()),
})
type Notes = z.infer<typeof notesSchema>

/** A model whose files are here, to be run. Whoever reads a file holds it against its hash. */
export interface ReadyModel {
  readonly id: string
  readonly version: string
  readonly title: string
  readonly files: Readonly<Record<string, { readonly path: string; readonly sha256: string }>>
}

export interface ModelStoreParts {
  readonly paths: Pick<AppPaths, 'data'> & Partial<Pick<AppPaths, 'config'>>
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Where the app's own manifests lie. */
  readonly bundled?: string
  /** The enabled plugins, whose models are listed, agreed to and downloaded like the app's own. */
  readonly plugins?: () => Iterable<PluginWithModels>
  readonly hardware?: Hardware
}

/** The models of this machine: which there are, what of them is here, and what the user agreed to. */
export class ModelStore {
  readonly #parts: ModelStoreParts
  readonly #notes: NoteFile<Notes>
  readonly folder: string
  readonly cap: number
  readonly ai: AiSwitch

  constructor(parts: ModelStoreParts) {
    this.#parts = parts
    const { env = process.env, paths, hardware } = parts
    this.ai = createAiSwitch({
      config: paths.config ?? paths.data,
      env,
      ...(hardware && { hardware }),
    })
    const { WIREHARP_MODEL_PATH: path = '', WIREHARP_MODEL_CAP: gigabytes = '' } = env
    this.folder = path === '' ? join(paths.data, 'models') : path
    const cap = Number(gigabytes)
    this.cap = cap > 0 ? cap * 1e9 : USUAL_CAP
    const empty: Notes = { consents: {}, used: {}, pins: {}, made: {} }
    this.#notes = new NoteFile(join(paths.data, 'models.json'), notesSchema, empty)
  }

  async manifests(): Promise<readonly Manifest[]> {
    const bundled = this.#parts.bundled ?? join(rootFolder(), 'resources/models')
    const { env = process.env, log, plugins = () => [] } = this.#parts
    const places = { bundled, models: this.folder, flat: env['LK_MODEL_PATH'] ?? '' }
    return [...(await findManifests(places, log)), ...pluginModels(plugins(), this.folder)]
  }

  async find(id: string): Promise<Result<Manifest>> {
    const found = (await this.manifests()).find(manifest => manifest.id === id)
    return found === undefined
      ? err(fail('model-unknown', `There is no model “${id}”.`))
      : ok(found)
  }

  async list(): Promise<readonly ModelInfo[]> {
    const notes = await this.#notes.read()
    return Promise.all((await this.manifests()).map(manifest => this.#info(manifest, notes)))
  }

  async info(id: string): Promise<Result<ModelInfo>> {
    const manifest = await this.find(id)
    if (!manifest.ok) return manifest
    return ok(await this.#info(manifest.value, await this.#notes.read()))
  }

  async #info(manifest: Manifest, notes: Notes): Promise<ModelInfo> {
    const info = describe(manifest, await lookAtFiles(manifest))
    const consent = notes.consents[info.id]
    const usedAt = notes.used[info.id]
    return {
      ...info,
      ...(consent?.terms === termsOf(manifest) && { consentedAt: consent.at }),
      ...(usedAt !== undefined && { usedAt }),
    }
  }

  async consent(manifest: Manifest): Promise<Result<void>> {
    const at = this.#parts.clock.now()
    const given = { at, terms: termsOf(manifest) }
    return this.#notes.change(notes => ({
      ...notes,
      consents: { ...notes.consents, [manifest.id]: given },
    }))
  }

  revoke(id: string): Promise<Result<void>> {
    return this.#notes.change(notes => {
      const { [id]: _gone, ...consents } = notes.consents
      return { ...notes, consents }
    })
  }

  /** Keeps a file's hash: what is there later must be the same. */
  pin(id: string, file: string, sha256: string): Promise<Result<void>> {
    return this.#notes.change(notes => ({
      ...notes,
      pins: { ...notes.pins, [`${id}/${file}`]: sha256 },
    }))
  }

  async hashOf(id: string, file: ModelFile): Promise<string | undefined> {
    return file.sha256 ?? (await this.#notes.read()).pins[`${id}/${file.name}`]
  }

  /**
   * The files of a model, for whoever runs it. What is not here fails with `download-consent-required` or
   * `model-missing`, by what is to be done next.
   */
  async ready(id: string): Promise<Result<ReadyModel>> {
    const found = await this.find(id)
    if (!found.ok) return found
    const manifest = found.value
    const allowed = manifest.strategy === 'download' ? await this.ai.allowed() : ok()
    if (!allowed.ok) return allowed
    const notes = await this.#notes.read()
    const info = await this.#info(manifest, notes)
    if (info.state === 'damaged') {
      return err(fail('model-missing', `A file of “${info.title}” is not what it should be.`))
    }
    if (info.state !== 'ready') return err(missing(info))
    const files: Record<string, { path: string; sha256: string }> = {}
    for (const { name, sha256 } of manifest.files) {
      const known = sha256 ?? notes.pins[`${id}/${name}`]
      const hash = known === undefined ? await this.#pinNew(manifest, name) : ok(known)
      if (!hash.ok) return hash
      files[name] = { path: join(manifest.folder, name), sha256: hash.value }
    }
    const used = await this.#notes.change(changed => ({
      ...changed,
      used: { ...changed.used, [id]: this.#parts.clock.now() },
    }))
    if (!used.ok) this.#parts.log.warn({ model: id }, 'that a model was used could not be noted')
    return ok({ id, version: manifest.version, title: manifest.title, files })
  }

  /** A file that somebody put there by hand: the first of it is the one. */
  async #pinNew(manifest: Manifest, name: string): Promise<Result<string>> {
    const files = (await lookAtFiles(manifest)).filter(({ file }) => file.name === name)
    const hashes = await hashFiles(files, () => undefined)
    if (!hashes.ok) return hashes
    const sha256 = hashes.value.get(name) ?? ''
    const pinned = await this.pin(manifest.id, name, sha256)
    return pinned.ok ? ok(sha256) : pinned
  }

  /** Reads all files of a model through. */
  async verify(manifest: Manifest): Promise<Result<void>> {
    const info = await this.#info(manifest, await this.#notes.read())
    if (info.state === 'absent' || info.state === 'partial') return err(missing(info))
    const { pins } = await this.#notes.read()
    const files = await lookAtFiles(manifest)
    const known = ({ name, sha256 }: ModelFile) => sha256 ?? pins[`${manifest.id}/${name}`]
    const hashes = await hashFiles(files, known)
    return hashes.ok ? ok() : hashes
  }

  /** Takes its files off the disk. What was pinned is forgotten with them. */
  async remove(manifest: Manifest): Promise<Result<void>> {
    const removed = await removeFiles(manifest)
    if (!removed.ok) return removed
    return this.#notes.change(notes => ({
      ...notes,
      pins: Object.fromEntries(
        Object.entries(notes.pins).filter(([name]) => !name.startsWith(`${manifest.id}/`)),
      ),
    }))
  }

  /** Takes the models that were not used for longest off the disk until there is room below the cap. */
  async makeRoom(id: string, bytes: number, inUse: ReadonlySet<string>): Promise<Result<string[]>> {
    const all = (await this.list()).filter(({ strategy }) => strategy === 'download')
    const others = all.filter(model => model.id !== id && model.held > 0)
    let held = others.reduce((sum, model) => sum + model.held, 0)
    const gone: string[] = []
    const spare = others.filter(model => !inUse.has(model.id))
    for (const model of spare.toSorted((a, b) => (a.usedAt ?? 0) - (b.usedAt ?? 0))) {
      if (held + bytes <= this.cap) break
      const manifest = await this.find(model.id)
      if (!manifest.ok) continue
      const removed = await this.remove(manifest.value)
      if (!removed.ok) return removed
      held -= model.held
      gone.push(model.id)
    }
    if (held + bytes <= this.cap) return ok(gone)
    const gigabytes = (this.cap / 1e9).toFixed(1)
    return err(fail('disk-full', `Models may take ${gigabytes} GB together.`))
  }

  /** Notes which model a sound was made with. */
  made(sound: string, model: string): Promise<Result<void>> {
    return this.#notes.change(notes => ({ ...notes, made: { ...notes.made, [sound]: model } }))
  }

  async madeWith(): Promise<Readonly<Record<string, string>>> {
    return (await this.#notes.read()).made
  }
}

function termsOf({ version, license }: Manifest): string {
  return `${version} ${license.spdx}`
}

function missing(info: ModelInfo) {
  const megabytes = Math.ceil(info.bytes / 1e6)
  if (info.strategy === 'bundled') return fail('model-missing', `“${info.title}” is not here.`)
  if (info.consentedAt !== undefined) {
    return fail('model-missing', `“${info.title}” is not downloaded (${megabytes} MB).`)
  }
  return fail(
    'download-consent-required',
    `“${info.title}” is not here: ${megabytes} MB from ${info.hosts.join(', ')}, licence ${info.license.spdx}.`,
  )
}
