/** Pixels that a picture may have: a screen of the largest kind, four times. A file of some kB can hold thousands of millions. */
const MOST_PIXELS = 64e6
/** A drawing of more letters, or of more copies of its parts, takes the window longer than anybody waits. */
const MOST_DRAWING = 128 * 1024
const MOST_COPIES = 64

/** Why a picture of a package is not shown; its file may be made to hang or to fill whoever opens it. */
export function pictureProblem(type: string, bytes: Uint8Array): string | undefined {
  if (type === 'image/svg+xml') return drawingProblem(bytes)
  if (!type.startsWith('image/')) return undefined
  const size = sizeOf(type, bytes)
  if (size === undefined) return 'is no picture of its kind'
  const [width, height] = size
  return width * height > MOST_PIXELS ? `has ${width} × ${height} points` : undefined
}

function drawingProblem(bytes: Uint8Array): string | undefined {
  if (bytes.length > MOST_DRAWING) return 'is a drawing of more than 128 kB'
  const text = new TextDecoder().decode(bytes)
  if (/<!(?:ENTITY|DOCTYPE)|<(?:\w+:)?(?:script|foreignObject)\b/i.test(text)) {
    return 'is a drawing that does more than to draw'
  }
  const copies = text.match(/<(?:\w+:)?(?:use|pattern|mask|filter)\b/gi)?.length ?? 0
  return copies > MOST_COPIES ? 'is a drawing of too many copies of its parts' : undefined
}

function sizeOf(type: string, bytes: Uint8Array): readonly [number, number] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    if (type === 'image/png') return pngSize(view)
    return type === 'image/jpeg' ? jpegSize(view) : webpSize(view)
  } catch {
    // It ends before it says.
    return undefined
  }
}

function pngSize(view: DataView): readonly [number, number] | undefined {
  const isPng = view.getUint32(0) === 0x89504e47 && view.getUint32(12) === 0x49484452
  return isPng ? [view.getUint32(16), view.getUint32(20)] : undefined
}

/** In the first marker that begins a frame. */
function jpegSize(view: DataView): readonly [number, number] | undefined {
  if (view.getUint16(0) !== 0xffd8) return undefined
  for (let at = 2; ;) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return [view.getUint16(at + 7), view.getUint16(at + 5)]
    const isFill = marker === 0xff
    at += isFill ? 1 : 2 + view.getUint16(at + 2)
  }
}

function webpSize(view: DataView): readonly [number, number] | undefined {
  if (view.getUint32(0) !== 0x52494646 || view.getUint32(8) !== 0x57454250) return undefined
  const low = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536
  switch (view.getUint32(12)) {
    case 0x56503858:
      return [low(24) + 1, low(27) + 1]
    case 0x5650384c: {
      const bits = view.getUint32(21, true)
      return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1]
    }
    case 0x56503820:
      return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff]
    default:
      return undefined
  }
}
