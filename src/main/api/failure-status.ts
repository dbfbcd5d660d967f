import type { FailureCode } from '#shared/kit'

/** Whatever is not listed is an expected refusal of a request that was understood. */
const REFUSED = 422

/** HTTP status of a failure, for those who speak REST; everyone else goes by the code. */
const statuses: Partial<Record<FailureCode, number>> = {
  'request-invalid': 400,
  usage: 400,
  'token-wrong': 401,
  'host-refused': 403,
  'origin-refused': 403,
  'path-refused': 403,
  'file-not-found': 404,
  'project-not-open': 404,
  'template-unknown': 404,
  'node-unknown': 404,
  'asset-missing': 404,
  'plugin-not-found': 404,
  'instance-unknown': 404,
  'edit-conflict': 409,
  'file-exists': 409,
  'preset-exists': 409,
  'preset-unknown': 404,
  'project-locked': 409,
  'project-changed-on-disk': 409,
  'nothing-to-undo': 409,
  'nothing-to-redo': 409,
  'plugin-not-enabled': 409,
  'file-too-large': 413,
  'project-too-large': 413,
  'upload-too-large': 413,
  'review-too-large': 413,
  'review-unknown': 404,
  'review-stale': 409,
  'operator-refused': 401,
  'reviews-busy': 429,
  'service-token-wrong': 401,
  'service-unknown': 404,
  internal: 500,
  'write-failed': 500,
  'engine-unavailable': 503,
  'disk-full': 507,
}

export function failureStatus(code: FailureCode): number {
  return statuses[code] ?? REFUSED
}
