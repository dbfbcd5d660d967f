import { expect, test } from 'vitest'
import { chooseDevices } from './choose-devices'
import { usualThreads } from './usual-threads'

/** As onnxruntime 1.30 for Linux tells of itself. */
const linux = [
  { name: 'cpu', bundled: true },
  { name: 'webgpu', bundled: true },
  { name: 'cuda', bundled: false },
]

test('S3-16 threads are those of the machine, up to eight, or as many as are wished for', () => {
  expect([1, 2, 4].map(cores => usualThreads(undefined, cores))).toEqual([1, 1, 2])
  expect(usualThreads(undefined, 32)).toBe(8)
  expect(usualThreads('3', 32)).toBe(3)
  for (const odd of ['', '0', '-1', '1.5', '65', 'many']) expect(usualThreads(odd, 4)).toBe(2)
})

test('S3-16 S3-19 a device that cannot be had is refused with a reason, and the CPU is always there', () => {
  for (const wish of [undefined, '', 'auto', 'cpu']) {
    expect(chooseDevices(wish, linux)).toEqual({ tries: ['cpu'], refused: [] })
  }
  expect(chooseDevices('webgpu', linux)).toEqual({ tries: ['webgpu', 'cpu'], refused: [] })
  expect(chooseDevices('cuda', linux).refused).toEqual([
    { device: 'cuda', reason: 'its libraries are not installed' },
  ])
  expect(chooseDevices('coreml', linux).refused[0]?.reason).toBe('not on this system')
  expect(chooseDevices('abacus', linux)).toMatchObject({
    tries: ['cpu'],
    refused: [{ device: 'abacus' }],
  })
})
