/** What an OSC message carries beside its address. */
export type OscArgument = number | string | boolean

/**
 * An OSC 1.0 message: the address, the types of its arguments, and the arguments, each padded to four bytes. Whole
 * numbers of 32 bits are `i`, others `f` (32 bits), texts `s`, truth `T` and `F`.
 */
export function oscMessage(address: string, args: readonly OscArgument[]): Buffer {
  const types = args.map(typeOf).join('')
  return Buffer.concat([padded(address), padded(`,${types}`), ...args.map(bytesOf)])
}

function typeOf(arg: OscArgument): string {
  if (typeof arg === 'boolean') return arg ? 'T' : 'F'
  if (typeof arg === 'string') return 's'
  return isInt32(arg) ? 'i' : 'f'
}

function bytesOf(arg: OscArgument): Buffer {
  if (typeof arg === 'boolean') return Buffer.alloc(0)
  if (typeof arg === 'string') return padded(arg)
  const bytes = Buffer.alloc(4)
  if (isInt32(arg)) bytes.writeInt32BE(arg)
  else bytes.writeFloatBE(arg)
  return bytes
}

function isInt32(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) < 2 ** 31 && !Object.is(value, -0)
}

/** With a zero at its end at least, to whole words. */
function padded(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([bytes, Buffer.alloc(4 - (bytes.length % 4))])
}
