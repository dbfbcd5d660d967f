import type * as Ort from 'onnxruntime-node'
import { err, fail, ok, type Result } from '#shared/kit'

export type Runtime = typeof Ort

let loaded: Promise<Result<Runtime>> | undefined

/** onnxruntime, loaded when the first model is. It is not there on every machine: that is a failure like others. */
export function runtime(): Promise<Result<Runtime>> {
  loaded ??= load()
  return loaded
}

async function load(): Promise<Result<Runtime>> {
  try {
    return ok(await import('onnxruntime-node'))
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''
    return err(
      fail('inference-absent', `onnxruntime could not be loaded (${reason.slice(0, 200)}).`),
    )
  }
}
