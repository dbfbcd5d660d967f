import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import { noPolicy, policySchema, type Policy } from '#shared/graph'
import { fail, type Failure } from '#shared/kit'

export const POLICY_FILE = 'policy.yaml'

/** No policy is longer. */
const MOST_BYTES = 1024 * 1024

/** What policy.yaml says now. */
export interface PolicyState {
  readonly path: string
  /** Whether there is such a file. */
  readonly exists: boolean
  readonly policy: Policy
  /** Why it cannot be read: nothing that it would decide is allowed then. */
  readonly problem?: Failure
}

/** `policy.yaml` beside config.yaml, read again whenever it changed. */
export class PolicyFile {
  readonly path: string
  #read: { readonly stamp: string; readonly state: PolicyState } | undefined

  constructor(config: string) {
    this.path = join(config, POLICY_FILE)
  }

  get state(): PolicyState {
    const stamp = stampOf(this.path)
    if (this.#read?.stamp !== stamp) {
      this.#read = { stamp, state: stamp === '' ? none(this.path) : readPolicy(this.path) }
    }
    return this.#read.state
  }
}

function none(path: string): PolicyState {
  return { path, exists: false, policy: noPolicy }
}

function readPolicy(path: string): PolicyState {
  const broken = (detail: string): PolicyState => ({
    path,
    exists: true,
    policy: noPolicy,
    problem: fail('policy-invalid', `${POLICY_FILE} ${detail}.`),
  })
  try {
    const text = readFileSync(path, 'utf8')
    if (text.length > MOST_BYTES) return broken('is larger than 1 MB')
    const document = parseDocument(text)
    const [error] = document.errors
    if (error !== undefined) return broken(`is no YAML: ${error.message.split('\n')[0] ?? ''}`)
    const parsed = policySchema.safeParse(document.toJS({ maxAliasCount: 100 }) ?? {})
    if (parsed.success) return { path, exists: true, policy: parsed.data }
    const [issue] = parsed.error.issues
    const at = issue?.path.map(String).join('.') ?? ''
    return broken(`does not fit at “${at}”: ${issue?.message ?? 'it cannot be read'}`)
  } catch {
    return broken('cannot be read')
  }
}

/** Empty where there is no such file. What cannot be looked at is there, and cannot be read. */
function stampOf(path: string): string {
  try {
    const info = statSync(path, { throwIfNoEntry: false })
    return info === undefined ? '' : `${info.mtimeMs}:${info.size}:${info.ino}`
  } catch {
    return 'unreadable'
  }
}
