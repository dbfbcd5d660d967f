import { z } from 'zod'

/** Name of the file that holds a plugin’s certificate inside its package. */
export const CERTIFICATE_FILE = 'certificate.json'

const text = z.string().max(1000)
const microseconds = z.number().min(0)

const checkSchema = z.object({
  check: z
    .string()
    .max(40)
    .describe(
      'finite, hostile-input, silence, tail, determinism, block-sizes, sample-rates, latency, bypass, state, leaks or deadline.',
    ),
  passed: z.boolean(),
  detail: text.describe('What was seen, in a sentence.'),
})

const costSchema = z
  .object({
    p50: microseconds,
    p95: microseconds,
    max: microseconds,
    share: z.number().min(0).describe('Part of the time that 128 frames last at 48 kHz, in %.'),
    relative: z
      .number()
      .min(0)
      .describe('p50 as a multiple of the reference node’s on the same machine.'),
  })
  .describe('Microseconds for 128 frames of stereo.')
export type NodeCost = z.infer<typeof costSchema>

const nodeSchema = z.object({
  checks: z.array(checkSchema).max(40),
  latency: z
    .object({
      declared: z.int().min(0),
      measured: z
        .int()
        .optional()
        .describe('Left out where input and output are too little alike.'),
    })
    .optional()
    .describe('In frames at 48 kHz.'),
  tail: z
    .number()
    .min(0)
    .optional()
    .describe('Seconds from the end of the input to exact silence; left out where it never comes.'),
  cost: costSchema.optional(),
  memory: z
    .object({
      bytes: z.number().min(0).describe('What one more instance takes.'),
      leaked: z.number().describe('What stays of one that is gone.'),
    })
    .optional(),
})
export type CertifiedNode = z.infer<typeof nodeSchema>

const partSchema = z.object({
  check: z.enum(['answers', 'readings', 'made', 'runs']),
  part: text.describe('`tool “nearest”`'),
  passed: z.boolean(),
  detail: text,
})

const findingSchema = z.object({
  rule: z.string().max(60),
  severity: z.enum(['note', 'warning']),
  file: z.string().max(400),
  line: z.int(),
  text,
  message: text,
})

/** What was found out about a plugin by running it in the sandbox: `certificate.json`. */
export const certificateSchema = z.object({
  $schema: z
    .string()
    .max(400)
    .optional()
    .describe('Where an editor finds the schema of this file.'),
  format: z.literal(1),
  plugin: z.string().max(214).describe('Id of the plugin.'),
  name: z.string().max(60),
  version: z.string().max(64),
  kind: z.string().max(40),
  sha256: z
    .string()
    .length(64)
    .describe(
      'Of all files of the package but this one, its signature and package.json: SHA-256 of lines `<sha256>  <path>`, by path.',
    ),
  passed: z.boolean().describe('Whether every check of every node and part was passed.'),
  at: z.iso.datetime().describe('When it was measured.'),
  wireharp: z.string().max(64).describe('Version of Wireharp that measured it.'),
  machine: z.object({
    cpu: z.string().max(200),
    cores: z.int().min(1),
    system: z.string().max(60).describe('`linux-x64`'),
    reference: z
      .object({ node: z.string().max(300), p50: microseconds })
      .optional()
      .describe('The node that costs are compared with.'),
  }),
  nodes: z.record(z.string().max(64), nodeSchema),
  parts: z.array(partSchema).max(400).describe('Tools, sensors and providers.'),
  permissions: z
    .array(
      z.object({
        right: z.string().max(60),
        scope: z.array(text).max(100).optional(),
        words: text.describe('The same for people.'),
      }),
    )
    .max(32)
    .describe('Rights that it asks for.'),
  scan: z
    .object({
      findings: z.array(findingSchema).max(500),
      obfuscation: z.number().min(0).max(100).describe('Of the worst file.'),
      more: z.number().min(1).optional().describe('How many more there were.'),
    })
    .describe('What a reader of the code should look at.'),
})
export type Certificate = z.infer<typeof certificateSchema>

/** A certificate’s text as a value; nothing where it is none, whatever else it may be. */
export function readCertificate(text: string): Certificate | undefined {
  try {
    const parsed = certificateSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/** What of a certificate fits on a card. */
export interface CertificateFacts {
  readonly passed: boolean
  readonly checks: number
  readonly failed: number
  /** Of the dearest node: µs for 128 frames, and the same as a multiple of the reference node’s. */
  readonly p50?: number
  readonly relative?: number
  /** The longest of any node, in frames at 48 kHz. */
  readonly latency: number
  readonly warnings: number
}

/** The figures of a certificate that people choose by. */
export function certificateFacts({ passed, nodes, parts, scan }: Certificate): CertificateFacts {
  const all = Object.values(nodes)
  const checks = [...all.flatMap(node => node.checks), ...parts]
  const costs = all.flatMap(({ cost }) => cost ?? [])
  const [dearest] = costs.toSorted((a, b) => b.p50 - a.p50)
  return {
    passed,
    checks: checks.length,
    failed: checks.filter(check => !check.passed).length,
    ...(dearest !== undefined && { p50: dearest.p50, relative: dearest.relative }),
    latency: Math.max(0, ...all.map(({ latency }) => latency?.measured ?? latency?.declared ?? 0)),
    warnings: scan.findings.filter(({ severity }) => severity === 'warning').length,
  }
}

/** What another measurement says otherwise, in words. */
export interface Drift {
  readonly node: string
  readonly what: 'check' | 'cost' | 'latency' | 'contents'
  readonly detail: string
}

/** So many times dearer or cheaper is no chance any more, and below so many µs nobody minds. */
const COST_DRIFT = 2
const COST_FLOOR_US = 2

/** What was measured here against what the package says of itself. Costs are compared as multiples of the reference node’s. */
export function certificateDrift(said: Certificate, measured: Certificate): readonly Drift[] {
  const drift: Drift[] = []
  if (said.sha256 !== measured.sha256) {
    drift.push({ node: '', what: 'contents', detail: 'The certificate is one of other files.' })
  }
  for (const [node, now] of Object.entries(measured.nodes)) {
    const before = said.nodes[node]
    if (before === undefined) {
      drift.push({ node, what: 'check', detail: 'The package says nothing of this node.' })
      continue
    }
    for (const { check, passed, detail } of now.checks) {
      const claimed = before.checks.find(other => other.check === check)
      if (claimed?.passed === true && !passed) drift.push({ node, what: 'check', detail })
    }
    const [first, second] = [before.latency?.measured, now.latency?.measured]
    if (first !== second && first !== undefined && second !== undefined) {
      const detail = `It lags by ${second} frames here, and by ${first} as it says.`
      drift.push({ node, what: 'latency', detail })
    }
    const costs = costDrift(before.cost, now.cost)
    if (costs !== undefined) drift.push({ node, what: 'cost', detail: costs })
  }
  return drift
}

function costDrift(said: NodeCost | undefined, now: NodeCost | undefined): string | undefined {
  if (said === undefined || now === undefined || now.p50 < COST_FLOOR_US) return undefined
  if (said.relative === 0 || now.relative === 0) return undefined
  const ratio = now.relative / said.relative
  if (ratio < COST_DRIFT) return undefined
  return `It costs ${ratio.toFixed(1)} times as much here as it says, measured by the same node.`
}
