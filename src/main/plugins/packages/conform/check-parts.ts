import type { JsonSchema, Manifest } from '#shared/graph'
import { failureCodes, type Result } from '#shared/kit'
import { valueProblems } from '../../json-schema'
import { sampleOf } from './sample-of'

/** What was looked at of a tool, a sensor or a provider, and what came out. */
export interface PartCheck {
  readonly check: 'answers' | 'readings' | 'made' | 'runs'
  /** `tool “nearest”`, `model “gate”` */
  readonly part: string
  readonly passed: boolean
  readonly detail: string
}

/** One plugin’s asynchronous parts, running where they run for users, with nothing granted. */
export interface PartsRunner {
  call(
    what: 'tool' | 'sensor-setup' | 'sensor-read' | 'sensor-teardown' | 'provider',
    name: string,
    input: unknown,
    timeoutMs: number,
  ): Promise<Result<unknown>>
}

const PATIENCE_MS = 5000
const READINGS = 5

/**
 * Calls every tool with an input that its schema lets through, reads every sensor, and makes every provider. A tool may
 * refuse an input with a message; what it answers has to fit its schema. Nothing is granted, so what needs a right says so.
 */
export async function checkParts(
  { tools, sensors, providers, permissions }: Manifest,
  runner: PartsRunner,
): Promise<readonly PartCheck[]> {
  const checks: PartCheck[] = []
  for (const [name, tool] of Object.entries(tools)) {
    const answer = await runner.call(
      'tool',
      name,
      sampleOf(tool.input),
      tool.timeoutMs ?? PATIENCE_MS,
    )
    const part = `tool “${name}”`
    checks.push({ check: 'answers', part, ...judged(answer, tool.output, permissions.length > 0) })
  }
  for (const [name, { min, max, unit }] of Object.entries(sensors)) {
    const part = `sensor “${name}”`
    checks.push({ check: 'readings', part, ...(await readings(runner, name, min, max, unit)) })
  }
  for (const { kind, name } of providers) {
    // No provider has this method: that it is missing is said once the provider was made.
    const made = await runner.call(
      'provider',
      `${kind}/${name}`,
      { method: NO_METHOD, args: [] },
      PATIENCE_MS,
    )
    const said = made.ok ? '' : made.error.message
    const passed = made.ok || said.includes('Function.prototype.apply')
    checks.push({
      check: 'made',
      part: `provider “${kind}/${name}”`,
      passed,
      detail: passed ? 'It can be made.' : said,
    })
  }
  return checks
}

const NO_METHOD = 'wireharpAsks'

type Judged = Pick<PartCheck, 'passed' | 'detail'>

function judged(
  answer: Result<unknown>,
  output: JsonSchema | undefined,
  asksForRights: boolean,
): Judged {
  if (!answer.ok) {
    const { code, message } = answer.error
    const refuses = code === 'plugin-threw' || (asksForRights && code.startsWith('permission'))
    const said = message.replace(failureCodes[code], '').trim()
    return { passed: refuses, detail: refuses ? `It refuses the sample: ${said}` : message }
  }
  const [problem] = output === undefined ? [] : valueProblems(output, answer.value)
  return problem === undefined
    ? { passed: true, detail: 'Its answer fits the schema.' }
    : {
        passed: false,
        detail: `Its answer does not fit the schema: at “${problem.at}”: ${problem.problem}.`,
      }
}

async function readings(
  runner: PartsRunner,
  name: string,
  min: number,
  max: number,
  unit: string,
): Promise<Judged> {
  const setUp = await runner.call('sensor-setup', name, {}, PATIENCE_MS)
  if (!setUp.ok) return { passed: false, detail: setUp.error.message }
  const values: number[] = []
  for (let turn = 0; turn < READINGS; turn++) {
    const read = await runner.call('sensor-read', name, {}, PATIENCE_MS)
    if (!read.ok) return { passed: false, detail: read.error.message }
    if (typeof read.value !== 'number') return { passed: false, detail: 'A reading is no number.' }
    values.push(read.value)
  }
  const down = await runner.call('sensor-teardown', name, {}, PATIENCE_MS)
  if (!down.ok) return { passed: false, detail: down.error.message }
  const outside = values.find(value => value < min || value > max)
  if (outside !== undefined) {
    return { passed: false, detail: `${outside} ${unit} lies outside of ${min} to ${max} ${unit}.` }
  }
  return { passed: true, detail: `${READINGS} readings within ${min} to ${max} ${unit}.` }
}
