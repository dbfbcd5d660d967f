/** What a model may be asked to run on. `auto` is the CPU: the weights that are run are of 8 bits, which is what it is good at. */
export const deviceWishes = ['auto', 'cpu', 'cuda', 'coreml', 'dml', 'webgpu'] as const
export type DeviceWish = (typeof deviceWishes)[number]
export type Device = Exclude<DeviceWish, 'auto'>

/** Why a device that was wished for is not the one. */
export interface RefusedDevice {
  readonly device: string
  readonly reason: string
}

export interface DeviceChoice {
  /** In the order in which they are tried; the CPU is always the last. */
  readonly tries: readonly Device[]
  readonly refused: readonly RefusedDevice[]
}

/** The devices to try for a wish, by what the runtime was built with. */
export function chooseDevices(
  wish: string | undefined,
  backends: readonly { readonly name: string; readonly bundled: boolean }[],
): DeviceChoice {
  if (wish === undefined || wish === '' || wish === 'auto' || wish === 'cpu') {
    return { tries: ['cpu'], refused: [] }
  }
  const device = deviceWishes.find(known => known === wish)
  if (device === undefined || device === 'auto') {
    return { tries: ['cpu'], refused: [{ device: wish, reason: 'nobody knows it' }] }
  }
  const backend = backends.find(({ name }) => name === device)
  if (backend === undefined) {
    return { tries: ['cpu'], refused: [{ device, reason: 'not on this system' }] }
  }
  const reason = 'its libraries are not installed'
  return backend.bundled
    ? { tries: [device, 'cpu'], refused: [] }
    : { tries: ['cpu'], refused: [{ device, reason }] }
}
