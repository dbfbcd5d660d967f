import type { Failure, FailureCode } from '#shared/kit'

/** What JSON-RPC itself knows, then what generating knows. */
export const rpcCodes = {
  PARSE_ERROR: -32_700,
  INVALID_REQUEST: -32_600,
  METHOD_NOT_FOUND: -32_601,
  INVALID_PARAMS: -32_602,
  INTERNAL_ERROR: -32_603,
  MODEL_NOT_FOUND: -32_000,
  MODEL_LOAD_FAILED: -32_001,
  MODEL_DOWNLOAD_FAILED: -32_002,
  INFERENCE_FAILED: -32_003,
  QUEUE_FULL: -32_004,
  INVALID_DURATION: -32_005,
  INVALID_PROMPT: -32_006,
  DOWNLOAD_CONSENT_REQUIRED: -32_007,
} as const
export type RpcErrorName = keyof typeof rpcCodes

export interface RpcError {
  readonly code: number
  readonly message: string
  readonly data: { readonly name: RpcErrorName; readonly failure?: FailureCode }
}

const names: Partial<Record<FailureCode, RpcErrorName>> = {
  'model-missing': 'MODEL_NOT_FOUND',
  'model-unknown': 'MODEL_NOT_FOUND',
  'model-refused': 'MODEL_LOAD_FAILED',
  'inference-absent': 'MODEL_LOAD_FAILED',
  'download-failed': 'MODEL_DOWNLOAD_FAILED',
  'download-damaged': 'MODEL_DOWNLOAD_FAILED',
  'queue-full': 'QUEUE_FULL',
  'duration-invalid': 'INVALID_DURATION',
  'prompt-invalid': 'INVALID_PROMPT',
  'download-consent-required': 'DOWNLOAD_CONSENT_REQUIRED',
  'job-unknown': 'INVALID_PARAMS',
  'job-state': 'INVALID_PARAMS',
  internal: 'INTERNAL_ERROR',
}

/** A failure of ours as an error of the protocol: what the job itself ran into counts as failed inference. */
export function rpcErrorOf({ code, message }: Failure): RpcError {
  const name = names[code] ?? 'INFERENCE_FAILED'
  return { code: rpcCodes[name], message, data: { name, failure: code } }
}

export function rpcError(name: RpcErrorName, message: string): RpcError {
  return { code: rpcCodes[name], message, data: { name } }
}
