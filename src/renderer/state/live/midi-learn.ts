import { create } from 'zustand'
import { onParamTouched } from '../param-gesture'
import { mapController, type Moved } from './midi-mapping'

type ParamRef = { readonly node: string; readonly param: string }

interface Learning {
  /** It waits for a parameter to be touched, and then for a controller. */
  readonly on: boolean
  readonly param: ParamRef | undefined
}

export const useMidiLearn = create<Learning>(() => ({ on: false, param: undefined }))

let touching: Disposable | undefined

/** Waits for a controller to map to a parameter: the one named, or else the next one that is touched. */
export function startLearning(param?: ParamRef): void {
  stopLearning()
  touching = onParamTouched(touched => useMidiLearn.setState({ param: touched }))
  useMidiLearn.setState({ on: true, param })
}

export function stopLearning(): void {
  touching?.[Symbol.dispose]()
  touching = undefined
  useMidiLearn.setState({ on: false, param: undefined })
}

/** Answers whether the controller was learnt, and does nothing else. */
export function learn(moved: Moved): boolean {
  const { on, param } = useMidiLearn.getState()
  if (!on || param === undefined) return false
  mapController(param, moved)
  stopLearning()
  return true
}
