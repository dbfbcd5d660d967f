import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import { exchange } from '../calling/http-exchange'
import type { LanguageSettings } from './language-settings'

export interface Message {
  readonly role: 'system' | 'user' | 'assistant'
  readonly text: string
}

const codes = { offline: 'language-offline', invalid: 'language-answer-invalid' } as const
/** A model on a slow machine thinks for minutes. */
const PATIENCE_MS = 180_000

const ollamaSchema = z.object({ message: z.object({ content: z.string() }) })
const openaiSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
})

/**
 * The next message of a conversation. With `schema` the answer is JSON of that form, as far as the model keeps to it: whoever asks
 * checks it.
 */
export async function complete(
  { provider, url, model, key }: LanguageSettings,
  messages: readonly Message[],
  {
    schema,
    signal,
    timeoutMs = PATIENCE_MS,
  }: { readonly schema?: object; readonly signal?: AbortSignal; readonly timeoutMs?: number } = {},
): Promise<Result<string>> {
  const sent = messages.map(({ role, text }) => ({ role, content: text }))
  const isOllama = provider === 'ollama'
  const json = isOllama
    ? { model, messages: sent, stream: false, ...(schema && { format: schema }) }
    : { model, messages: sent, ...(schema && { response_format: { type: 'json_object' } }) }
  const address = `${url}${isOllama ? '/api/chat' : '/chat/completions'}`
  const said = await exchange(
    { url: address, method: 'POST', json, token: key, signal, timeoutMs },
    codes,
  )
  if (!said.ok) return said
  const { isOk, status } = said.value
  if (!isOk) {
    // What it says may repeat the key.
    const isRefusal = status >= 400 && status < 500
    const code = isRefusal ? 'language-refused' : 'language-answer-invalid'
    return err(fail(code, `The host of “${model}” answers with status ${status}.`))
  }
  const text = isOllama
    ? ollamaSchema.safeParse(said.value.json).data?.message.content
    : openaiSchema.safeParse(said.value.json).data?.choices[0]?.message.content
  if (text !== undefined && text.trim() !== '') return ok(text)
  return err(fail('language-answer-invalid', `“${model}” answers in an unknown form.`))
}

/** Whether an Ollama answers at an address, in half a second. */
export async function hostState(url: string): Promise<Result<void>> {
  const said = await exchange({ url: `${url}/api/version`, timeoutMs: 500 }, codes)
  if (!said.ok) return said
  return said.value.isOk ? ok() : err(fail('language-offline', `${url} is no Ollama.`))
}
