import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import { jsonOf } from '../calling/http-exchange'
import { complete } from './complete'
import type { LanguageSettings } from './language-settings'

/** Asks a language model for JSON of a form. The form is checked; its truth is not. */
export async function askForm<Schema extends z.ZodType>(
  settings: LanguageSettings,
  {
    schema,
    task,
    question,
  }: { readonly schema: Schema; readonly task: string; readonly question: string },
  signal: AbortSignal,
): Promise<Result<z.infer<Schema>>> {
  const form = z.toJSONSchema(schema)
  const system =
    `${task} Answer with one JSON object and nothing else, of this JSON schema. ` +
    `Leave out what you do not know. ${JSON.stringify(form)}`
  const messages = [
    { role: 'system', text: system },
    { role: 'user', text: question },
  ] as const
  const said = await complete(settings, messages, { schema: form, signal })
  if (!said.ok) return said
  const parsed = schema.safeParse(jsonOf(withoutFence(said.value)))
  if (parsed.success) return ok(parsed.data)
  return err(fail('language-answer-invalid', `“${settings.model}” did not keep to the form.`))
}

/** Models like to put JSON between the marks of a code block. */
const withoutFence = (text: string): string =>
  /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(text)?.[1] ?? text
