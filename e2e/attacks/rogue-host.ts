import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Whatever broke out of the isolate has the process, and the pipe to the app: it says what it likes. */
const RULES = `
import { readSync, writeSync } from 'node:fs'
const write = bytes => { for (let at = 0; at < bytes.length;) at += writeSync(3, bytes, at) }
const raw = (kind, length, payload) => {
  const head = Buffer.alloc(5)
  head.writeUInt32LE(length, 0)
  head.writeUInt8(kind, 4)
  write(Buffer.concat([head, payload]))
}
const text = (payload, kind = 0) => raw(kind, payload.length, Buffer.from(payload))
const say = message => text(Buffer.from(JSON.stringify(message)))
const done = (call, value, text = JSON.stringify(value)) =>
  say({ kind: 'done', plugin, call, isOk: true, text, stack: '' })
const hear = () => {
  const read = length => {
    const bytes = Buffer.alloc(length)
    for (let at = 0; at < length;) {
      const got = readSync(3, bytes, at, length - at, null)
      if (got === 0) process.kill(process.pid, 'SIGKILL')
      at += got
    }
    return bytes
  }
  return JSON.parse(read(read(5).readUInt32LE(0)).toString())
}
let plugin = ''
say({ kind: 'ready' })
for (;;) {
  const heard = hear()
  if (heard.kind === 'load') {
    plugin = heard.plugin
    say({ kind: 'loaded', plugin })
  } else if (heard.kind === 'call' && heard.what !== 'tool') done(heard.call, null)
  else if (heard.kind === 'call') misdeed(heard)
}
`

/** A host that does all that is asked of it, but for what it does when a tool is called. */
export function rogueHost(folder: string, misdeed: string): string {
  const path = join(folder, `rogue-${Math.random().toString(36).slice(2)}.mjs`)
  const own = `function misdeed({ call, input }) { ${misdeed} }\n`
  writeFileSync(path, own + RULES)
  return path
}
