import { catalog } from '../state'
import { kindColor } from '../ui'
import type { DeviceFlow } from './flow'

export function minimapColor(flow: DeviceFlow): string {
  return kindColor(catalog().get(flow.data.node.type)?.kind)
}
