import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { JsonSchema } from '#shared/graph'
import { TookTooLong, withDeadline } from './with-deadline'

/** Neither a schema nor a value takes longer to check; real ones take a millisecond or two. */
const CHECK_MS = 100

/** Words enough for a person; a hostile schema can yield millions. */
const MAX_PROBLEMS = 8

const options: Options = {
  strict: false,
  validateFormats: false,
  addUsedSchema: false,
  ownProperties: true,
  logger: false,
}

/** What is wrong with a JSON Schema of a plugin's, in words, or undefined. References lead nowhere outside. */
export function schemaProblem(schema: JsonSchema): string | undefined {
  const ajv = draftOf(schema)
  const compiled = attempt(() => compile(ajv, schema))
  return compiled.ok ? undefined : compiled.problem
}

/** What of a value does not fit a schema: each with its place and what would fit. Empty where it fits. */
export function valueProblems(
  schema: JsonSchema,
  value: unknown,
): readonly { readonly at: string; readonly problem: string }[] {
  const ajv = draftOf(schema)
  const checked = attempt(() => {
    const validate = compile(ajv, schema)
    return validate(value) ? [] : (validate.errors ?? [])
  })
  if (!checked.ok) return [{ at: '', problem: checked.problem }]
  return checked.value.slice(0, MAX_PROBLEMS).map(error => ({
    at: error.instancePath,
    problem: inWords(error),
  }))
}

/** One for each draft: compiling what a draft says of itself takes longer than any plugin's schema. */
const drafts = { old: lazily(() => new Ajv(options)), new: lazily(() => new Ajv2020(options)) }

/** Draft 7 where the schema says so, 2020-12 otherwise. Nothing of it stays behind. */
function compile(ajv: Ajv, schema: JsonSchema): ValidateFunction {
  // Its own name would be looked up, and is of no use here.
  const { $schema: _draft, $id: _id, ...rest } = schema
  try {
    return ajv.compile(rest)
  } finally {
    ajv.removeSchema(rest)
  }
}

function draftOf({ $schema }: JsonSchema): Ajv {
  const isOld = typeof $schema === 'string' && $schema.includes('draft-07')
  return isOld ? drafts.old() : drafts.new()
}

function lazily<T extends Ajv>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    if (made === undefined) {
      made = make()
      made.compile({})
    }
    return made
  }
}

type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; problem: string }

/** The validator compiles what a plugin wrote: it may throw anything, and take for ever. */
function attempt<T>(work: () => T): Attempt<T> {
  try {
    return { ok: true, value: withDeadline(CHECK_MS, work) }
  } catch (thrown) {
    if (thrown instanceof TookTooLong) return { ok: false, problem: 'it takes too long to check' }
    const text = thrown instanceof Error ? thrown.message : String(thrown)
    return { ok: false, problem: text.slice(0, 200) }
  }
}

function inWords({ keyword, message = 'does not fit', params }: ErrorObject): string {
  switch (keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return `there is no setting “${String(params['additionalProperty'] ?? params['unevaluatedProperty'])}”`
    case 'enum':
      return `must be one of ${JSON.stringify(params['allowedValues']).slice(0, 200)}`
    case 'const':
      return `must be ${JSON.stringify(params['allowedValue']).slice(0, 200)}`
    default:
      return message.slice(0, 200)
  }
}
