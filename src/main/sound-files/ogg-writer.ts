/** Segments of a page, each of up to 255 bytes. */
const MOST_SEGMENTS = 255
/** Packets of a page: a second of sound. */
const MOST_PACKETS = 50
const HEAD_BYTES = 27
const [FIRST, LAST] = [2, 4]

/** Puts packets into pages of one logical stream (RFC 3533). No packet goes on in another page. */
export class OggWriter {
  readonly #give: (page: Uint8Array) => void
  #page = 0
  #packets: Uint8Array[] = []
  #segments = 0
  /** Where the sound is at the end of the page. */
  #granule = 0

  constructor(give: (page: Uint8Array) => void) {
    this.#give = give
  }

  /** A header packet: it has a page to itself. */
  header(packet: Uint8Array, isFirst: boolean): void {
    this.#add(packet, 0)
    this.#flush(isFirst ? FIRST : 0)
  }

  /** A packet, after which the sound is at `granule`. */
  packet(packet: Uint8Array, granule: number, isLast: boolean): void {
    const full = this.#segments + segmentsOf(packet) > MOST_SEGMENTS
    if (full || this.#packets.length === MOST_PACKETS) this.#flush(0)
    this.#add(packet, granule)
    if (isLast) this.#flush(LAST)
  }

  #add(packet: Uint8Array, granule: number): void {
    this.#packets.push(packet)
    this.#segments += segmentsOf(packet)
    this.#granule = granule
  }

  #flush(flags: number): void {
    const head = Buffer.alloc(HEAD_BYTES)
    head.write('OggS', 'latin1')
    head.writeUInt8(flags, 5)
    head.writeBigUInt64LE(BigInt(this.#granule), 6)
    // There is one stream, so any number will do for it.
    head.writeUInt32LE(1, 14)
    head.writeUInt32LE(this.#page, 18)
    head.writeUInt8(this.#segments, 26)
    const lacing = this.#packets.flatMap(({ length }) => [
      ...Array.from({ length: Math.floor(length / 255) }, () => 255),
      length % 255,
    ])
    const page = Buffer.concat([head, Uint8Array.from(lacing), ...this.#packets])
    page.writeUInt32LE(checksum(page), 22)
    this.#give(page)
    this.#page += 1
    this.#packets = []
    this.#segments = 0
  }
}

function segmentsOf({ length }: Uint8Array): number {
  return Math.floor(length / 255) + 1
}

/** CRC-32 of the polynomial 04c11db7, from the highest bit on, beginning with 0. */
const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24
  for (let bit = 0; bit < 8; bit++) value = value < 0 ? (value << 1) ^ 0x04c1_1db7 : value << 1
  return value
})

function checksum(bytes: Uint8Array): number {
  let sum = 0
  for (let i = 0; i < bytes.length; i++) {
    sum = (sum << 8) ^ (table[((sum >>> 24) ^ (bytes[i] ?? 0)) & 0xff] ?? 0)
  }
  return sum >>> 0
}
