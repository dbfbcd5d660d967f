import { z } from 'zod'

/** What the worker is asked for, one request a process, as JSON on its standard input. */
export const requestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('bundle'),
    folder: z.string(),
    entry: z.union([z.string(), z.object({ text: z.string() })]),
    modules: z.record(z.string(), z.string()),
    node: z.boolean(),
  }),
  /** A Faust program. */
  z.object({ kind: z.literal('faust'), name: z.string(), text: z.string() }),
  z.object({ kind: z.literal('lint'), folder: z.string(), files: z.array(z.string()) }),
  z.object({
    kind: z.literal('scan'),
    folder: z.string(),
    files: z.array(z.string()),
    /** Of the network, that plugin.json asks for. */
    hosts: z.array(z.string()),
  }),
])
export type WorkerRequest = z.infer<typeof requestSchema>

export const findingSchema = z.object({
  rule: z.enum([
    'code-from-strings',
    'prototypes',
    'network-address',
    'hidden-characters',
    'obfuscation',
    'globals',
    'embedded-module',
    'unreadable',
  ]),
  severity: z.enum(['note', 'warning']),
  file: z.string(),
  /** From 1. */
  line: z.number(),
  /** What stands there, cut. */
  text: z.string(),
  message: z.string(),
})
/** Something that a reader of the code should look at: a report, not a verdict. */
export type ScanFinding = z.infer<typeof findingSchema>

export const scanSchema = z.object({
  findings: z.array(findingSchema),
  /** 0 for code that a person wrote, 100 for code that nobody is to read; of the worst file. */
  obfuscation: z.number(),
  /** How many more there were. */
  more: z.number().optional(),
})
export type ScanReport = z.infer<typeof scanSchema>

export const lintFindingSchema = z.object({
  rule: z.string(),
  about: z.enum(['security', 'performance', 'errors', 'docs']),
  /** Warnings are to be mended before others use it. */
  severity: z.enum(['warning', 'advice']),
  file: z.string(),
  /** From 1. */
  line: z.number(),
  /** Why, and what to do instead. */
  message: z.string(),
})
/** Something against good practice. */
export type LintFinding = z.infer<typeof lintFindingSchema>

/** What it answers, as JSON on its standard output. */
export const replySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bundled'), code: z.string(), map: z.string() }),
  z.object({ kind: z.literal('scanned'), report: scanSchema }),
  z.object({ kind: z.literal('linted'), findings: z.array(lintFindingSchema) }),
  /** A module as base64, and what is told of it. */
  z.object({ kind: z.literal('faust'), code: z.string(), json: z.string() }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
])
export type WorkerReply = z.infer<typeof replySchema>
