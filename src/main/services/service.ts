import { z } from 'zod'
import type { Result } from '#shared/kit'

const word = z.string().min(1).max(100)

/** Who a service is and what it can do: `GET /manifest`. */
export const serviceManifestSchema = z.object({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*(?:\/[a-z0-9][a-z0-9-]*)?$/)
    .max(100),
  name: word,
  version: word,
  /** What it is for, such as `stem-separation`, `embeddings`, `generation` or `knowledge`. */
  capability: word,
  licence: word.optional(),
  models: z.array(word).max(50).default([]),
  /** What it takes at most, such as `waiting` jobs or `uploadBytes`. */
  limits: z.record(word, z.number()).default({}),
  /** Whether it takes sounds over the wire; else it reads paths that both sides see. */
  uploads: z.boolean().default(false),
})
export type ServiceManifest = z.infer<typeof serviceManifestSchema>

/** How it fares: `GET /health`. */
export const serviceHealthSchema = z.object({
  status: z.enum(['ok', 'busy']).default('ok'),
  /** Bytes of its process. */
  memory: z.number().min(0).optional(),
  activeJobs: z.int().min(0).optional(),
  device: word.optional(),
})
export type ServiceHealth = z.infer<typeof serviceHealthSchema>

/** `POST /jobs` */
export const serviceRequestSchema = z.strictObject({
  /** A file, for work on sounds. */
  path: z.string().min(1).max(4096).optional(),
  params: z.record(z.string().max(200), z.unknown()).default({}),
})
export type ServiceRequest = z.infer<typeof serviceRequestSchema>

/** `GET /jobs/{id}` */
export const serviceJobSchema = z.object({
  id: z.string().min(1).max(200),
  status: z.enum(['pending', 'processing', 'completed', 'failed', 'cancelled']),
  /** From 0 to 1. */
  progress: z.number().min(0).max(1).default(0),
  stage: z.string().max(500).optional(),
  result: z.unknown().optional(),
  /** What it made, by name: `GET /jobs/{id}/files/{name}` gives each. */
  files: z
    .array(z.string().regex(/^[\w-][\w .-]{0,99}$/))
    .max(64)
    .default([]),
  error: z
    .object({
      code: z.string().max(100),
      message: z.string().max(2000),
      retryable: z.boolean().default(false),
    })
    .optional(),
})
export type ServiceJob = z.infer<typeof serviceJobSchema>

/** Work that somebody else does: here, in another process, on another machine. */
export interface AiService {
  manifest(): Promise<Result<ServiceManifest>>
  health(): Promise<Result<ServiceHealth>>
  create(request: ServiceRequest, signal?: AbortSignal): Promise<Result<{ readonly id: string }>>
  show(id: string): Promise<Result<ServiceJob>>
  /** The job after it; what has ended stays as it is. */
  cancel(id: string): Promise<Result<ServiceJob>>
  /** Writes a file that a job made to a place of the caller’s. */
  fetch(id: string, file: string, target: string, signal?: AbortSignal): Promise<Result<void>>
}
