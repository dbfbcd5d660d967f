import { describe, expect, test } from 'vitest'
import { pictureProblem } from './picture-problem'

const text = (value: string) => new TextEncoder().encode(value)

function png(width: number, height: number): Uint8Array {
  const bytes = Buffer.alloc(33)
  bytes.write('\u0089PNG\r\n\u001a\n', 0, 'latin1')
  bytes.writeUInt32BE(13, 8)
  bytes.write('IHDR', 12)
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}

function jpeg(width: number, height: number): Uint8Array {
  const frame = Buffer.from([0xff, 0xc2, 0, 11, 8, 0, 0, 0, 0, 1, 0, 0, 0])
  frame.writeUInt16BE(height, 5)
  frame.writeUInt16BE(width, 7)
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2]), frame])
}

function webp(width: number, height: number): Uint8Array {
  const bytes = Buffer.alloc(40)
  bytes.write('RIFF', 0)
  bytes.write('WEBPVP8X', 8)
  bytes.writeUIntLE(width - 1, 24, 3)
  bytes.writeUIntLE(height - 1, 27, 3)
  return bytes
}

const svg = 'image/svg+xml'

describe('S27 a picture of a package', () => {
  test.each([
    ['image/png', png(1440, 900)],
    ['image/jpeg', jpeg(4000, 3000)],
    ['image/webp', webp(1440, 900)],
    [svg, text('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>')],
    ['audio/wav', text('RIFF')],
  ])('%s of a usual size is shown', (type, bytes) => {
    expect(pictureProblem(type, bytes)).toBeUndefined()
  })

  test.each([
    ['image/png', png(60_000, 60_000), '60000 × 60000'],
    ['image/jpeg', jpeg(65_535, 65_535), '65535 × 65535'],
    ['image/webp', webp(16_777_215, 5), '16777215 × 5'],
    ['image/png', text('<script>'), 'no picture'],
    ['image/jpeg', text('GIF89a'), 'no picture'],
    ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xff, 0xff, 0xff]), 'no picture'],
    ['image/webp', text('RIFF....WEBP'), 'no picture'],
    [svg, text(`<svg>${'<path/>'.repeat(40_000)}</svg>`), '128 kB'],
    [svg, text(`<svg>${'<use href="#a"/>'.repeat(65)}</svg>`), 'copies'],
    [svg, text('<!DOCTYPE x [<!ENTITY a "b">]><svg>&a;</svg>'), 'more than to draw'],
    [svg, text(`<svg>${'<filter/>'.repeat(65)}</svg>`), 'copies'],
    [svg, text('<svg><svg:foreignObject/></svg>'), 'more than to draw'],
  ])('%s that is made to hang or to fill the window is not', (type, bytes, why) => {
    expect(pictureProblem(type, bytes)).toContain(why)
  })
})
