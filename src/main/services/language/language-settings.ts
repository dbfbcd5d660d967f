import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt, readFailure } from '../../kit'
import { jsonOf } from '../calling/http-exchange'
import { serviceAddress } from '../service-address'

/** The hosts of language models that Wireharp speaks with. `openai`: any that speaks as OpenAI does. */
export const languageProviders = ['ollama', 'openai'] as const
export type LanguageProvider = (typeof languageProviders)[number]

const fileSchema = z.object({
  /** One of ours, or one that a plugin brings. */
  provider: z.string().min(1).max(100).default('ollama'),
  url: z.string().max(500).optional(),
  model: z.string().min(1).max(200).optional(),
  key: z.string().min(1).max(500).optional(),
})
type SettingsFile = z.infer<typeof fileSchema>
type Env = Readonly<Record<string, string | undefined>>

/** Which language model is asked, and where. */
export interface LanguageSettings {
  readonly provider: LanguageProvider
  readonly url: string
  readonly model: string
  readonly key?: string
}

const customary = {
  ollama: { url: 'http://127.0.0.1:11434', model: 'llama3.2' },
  openai: { url: 'https://api.openai.com/v1', model: 'gpt-4o-mini' },
} as const

/** Who is asked, by `language.json` in the config folder, and by which model where that is known; Ollama where there is no file. */
export async function chosenLanguage(
  config: string,
  env?: Env,
): Promise<Result<{ readonly provider: string; readonly model?: string }>> {
  const file = await readSettings(config)
  if (!file.ok) return file
  const { provider } = file.value
  const own = languageProviders.find(name => name === provider)
  if (own === undefined) return ok({ provider })
  const settings = await settingsOf(own, config, env)
  return settings.ok ? ok({ provider, model: settings.value.model }) : settings
}

/**
 * Where a host is and which of its models is asked: by `language.json` where that names this host, else as is customary.
 * WIREHARP_LLM_KEY goes before the file’s key.
 */
export async function settingsOf(
  provider: LanguageProvider,
  config: string,
  env: Env = process.env,
): Promise<Result<LanguageSettings>> {
  const file = await readSettings(config)
  if (!file.ok) return file
  const own: Partial<SettingsFile> = file.value.provider === provider ? file.value : {}
  const url = serviceAddress(own.url ?? customary[provider].url)
  if (!url.ok) return url
  const given = env['WIREHARP_LLM_KEY']
  const key = given === undefined || given === '' ? own.key : given
  const model = own.model ?? customary[provider].model
  return ok({ provider, url: url.value, model, ...(key !== undefined && { key }) })
}

async function readSettings(config: string): Promise<Result<SettingsFile>> {
  const path = join(config, 'language.json')
  const text = await attempt(
    () => readFile(path, 'utf8'),
    errno => readFailure(errno, path),
  )
  const isMissing = !text.ok && text.error.code === 'file-not-found'
  const parsed = fileSchema.safeParse(text.ok ? jsonOf(text.value) : isMissing ? {} : undefined)
  if (parsed.success) return ok(parsed.data)
  // Its text may hold a key, so that nothing of it is repeated.
  return err(fail('config-invalid', 'language.json cannot be read.'))
}
