import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'

/** What a model is for, as pipelines ask for it; `plugin`: what its plugin runs it for. */
export const modelPurposeSchema = z.enum([
  'generation',
  'separation',
  'embedding',
  'voice',
  'speech',
  'text',
  'plugin',
])
export type ModelPurpose = z.infer<typeof modelPurposeSchema>

export interface ModelLicense {
  /** SPDX identifier of the weights' licence, such as `CC-BY-NC-4.0`. */
  readonly spdx: string
  /** Whether it forbids commercial use; what is made with it is then shown and warned about at export. */
  readonly nonCommercial: boolean
  readonly url?: string
}

/**
 * `absent`: nothing of it is here; `partial`: some of its files, or a part of one; `downloading`: a job fetches it;
 * `damaged`: a file is not what the manifest names.
 */
export type ModelState = 'ready' | 'absent' | 'partial' | 'downloading' | 'damaged'

export interface ModelFileInfo {
  readonly name: string
  /** As the manifest says; about right where the manifest knows no hash. */
  readonly bytes: number
  /** What is on the disk. */
  readonly held: number
  readonly url?: string
}

export interface ModelInfo {
  /** Such as `musicgen-small`; of a plugin’s model `<plugin>/<model>`. */
  readonly id: string
  readonly title: string
  readonly version: string
  readonly about: string
  readonly purpose: ModelPurpose
  /** `bundled` comes with the app; `download` is fetched once, after consent. */
  readonly strategy: 'bundled' | 'download'
  /** The model of which it is another form, with other files. */
  readonly variantOf?: string
  readonly license: ModelLicense
  /** Where it would come from. */
  readonly hosts: readonly string[]
  readonly bytes: number
  readonly held: number
  readonly state: ModelState
  readonly files: readonly ModelFileInfo[]
  readonly folder: string
  /** When the user agreed to its size, licence and hosts, in milliseconds since 1970. */
  readonly consentedAt?: number
  /** The job that fetches it now. */
  readonly job?: string
  /** Milliseconds since 1970. */
  readonly usedAt?: number
}

/** A licence that forbids commercial use, and what of a project was made under it. */
export interface LicenseNotice {
  readonly license: ModelLicense
  readonly model: string
  /** SHA-256 of the sounds of the project that were made with it. */
  readonly assets: readonly string[]
  /** Nodes that sound through it. */
  readonly nodes: readonly string[]
}

/** Whether large models may run on this machine, and who says so. */
export interface AiState {
  readonly on: boolean
  /** `nobody`: nobody has chosen, so they are off; `profile`: `--profile ai`. */
  readonly by: 'nobody' | 'choice' | 'profile'
  readonly recommended: boolean
  /** Why they are not recommended. */
  readonly reasons: readonly string[]
  /** Bytes. */
  readonly memory: number
  readonly cores: number
  /** Whose graphics processor there is, where that can be known. */
  readonly gpu?: string
}

const model = z.strictObject({ model: z.string().min(1).max(300) })

/** Models that pipelines run: what there is, what it costs to have, and how it comes here and goes. */
export const modelsContract = {
  list: oc.route({ method: 'GET', path: '/v1/models' }).output(type<readonly ModelInfo[]>()),
  /** Changes of any model. */
  watch: oc.output(eventIterator(type<readonly ModelInfo[]>())),
  /** Remembers that the user agreed to the model's size, licence and hosts. */
  consent: oc.input(model).output(type<ModelInfo>()),
  revoke: oc.input(model).output(type<ModelInfo>()),
  /** A job of the lane `download`; fails with `download-consent-required` before `consent`. */
  download: oc.input(model).output(type<{ readonly id: string }>()),
  /** Takes its files off the disk; consent stays until it is revoked. */
  remove: oc.input(model).output(type<ModelInfo>()),
  /** Reads every file and holds it against its hash. */
  verify: oc.input(model).output(type<ModelInfo>()),
  /** Whether large models may run here: they are the user’s to switch on and off. */
  ai: oc.route({ method: 'GET', path: '/v1/ai' }).output(type<AiState>()),
  setAi: oc
    .route({ method: 'POST', path: '/v1/ai' })
    .input(z.strictObject({ on: z.boolean() }))
    .output(type<AiState>()),
  /** Licences that forbid commercial use, in what an open project sounds like. */
  notices: oc
    .input(z.strictObject({ project: z.string().min(1).max(200) }))
    .output(type<readonly LicenseNotice[]>()),
}
