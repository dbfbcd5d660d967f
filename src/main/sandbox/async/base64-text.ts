/**
 * Samples in and out of a plugin's asynchronous parts, in base64, since all that crosses is text: `toBase64` and
 * `fromBase64` of the wrapper, which has what they use. Plain JavaScript, kept as text.
 */
export const BASE64 = String.raw`  // Base64, since all that crosses is text
  const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  const digitOf = new Bytes(128)
  for (let i = 0; i < 64; i++) digitOf[charCodeAt.call(DIGITS, i)] = i
  const codeOf = new Bytes(64)
  for (let i = 0; i < 64; i++) codeOf[i] = charCodeAt.call(DIGITS, i)
  const PAD = 61
  const toBase64 = given => {
    const bytes = new Bytes(apply(viewBuffer, given, []), apply(viewOffset, given, []), apply(viewLength, given, []))
    const length = apply(lengthOf, bytes, [])
    const size = ((length + 2 - ((length + 2) % 3)) / 3) * 4
    const codes = new Bytes(size)
    for (let i = 0, to = 0; i < length; i += 3) {
      const word = (bytes[i] << 16) | ((i + 1 < length ? bytes[i + 1] : 0) << 8) | (i + 2 < length ? bytes[i + 2] : 0)
      codes[to++] = codeOf[word >> 18]
      codes[to++] = codeOf[(word >> 12) & 63]
      codes[to++] = i + 1 < length ? codeOf[(word >> 6) & 63] : PAD
      codes[to++] = i + 2 < length ? codeOf[word & 63] : PAD
    }
    // Letter by letter a text of millions would take many times its size.
    const buffer = apply(viewBuffer, codes, [])
    let text = ''
    for (let i = 0; i < size; i += 8192) {
      text += apply(fromCharCode, undefined, new Bytes(buffer, i, i + 8192 < size ? 8192 : size - i))
    }
    return text
  }
  const fromBase64 = text => {
    const end = text.length > 1 && text[text.length - 1] === '=' ? (text[text.length - 2] === '=' ? 2 : 1) : 0
    const bytes = new Bytes((text.length / 4) * 3 - end)
    const at = index => digitOf[apply(charCodeAt, text, [index]) & 127]
    let to = 0
    for (let i = 0; i < text.length; i += 4) {
      const word = (at(i) << 18) | (at(i + 1) << 12) | (at(i + 2) << 6) | at(i + 3)
      bytes[to++] = word >> 16
      bytes[to++] = word >> 8
      bytes[to++] = word
    }
    return bytes
  }`
