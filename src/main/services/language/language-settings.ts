import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt, readFailure } from '../../kit'
import { jsonOf } from '../calling/http-exchange'
import { serviceAddress } from '../service-address'

const fileSchema = z.object({
  provider: z.enum(['ollama', 'openai']).default('ollama'),
  url: z.string().max(500).optional(),
  model: z.string().min(1).max(200).optional(),
  key: z.string().min(1).max(500).optional(),
})

/** Which language model is asked. */
export interface LanguageSettings {
  /** `openai`: any host that speaks as OpenAI does. */
  readonly provider: 'ollama' | 'openai'
  readonly url: string
  readonly model: string
  readonly key?: string
}

const customary = {
  ollama: { url: 'http://127.0.0.1:11434', model: 'llama3.2' },
  openai: { url: 'https://api.openai.com/v1', model: 'gpt-4o-mini' },
} as const

/** From `language.json` in the config folder; Ollama on this machine where there is none. WIREHARP_LLM_KEY goes before its key. */
export async function loadLanguage(
  path: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Result<LanguageSettings>> {
  const text = await attempt(
    () => readFile(path, 'utf8'),
    errno => readFailure(errno, path),
  )
  const isMissing = !text.ok && text.error.code === 'file-not-found'
  const parsed = fileSchema.safeParse(text.ok ? jsonOf(text.value) : isMissing ? {} : undefined)
  if (!parsed.success) {
    // Its text may hold a key, so that nothing of it is repeated.
    return err(fail('config-invalid', 'language.json cannot be read.'))
  }
  const { provider, model = customary[provider].model } = parsed.data
  const url = serviceAddress(parsed.data.url ?? customary[provider].url)
  if (!url.ok) return url
  const given = env['WIREHARP_LLM_KEY']
  const key = given === undefined || given === '' ? parsed.data.key : given
  return ok({ provider, url: url.value, model, ...(key !== undefined && { key }) })
}
