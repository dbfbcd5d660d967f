import { isMap, isScalar, isSeq, parseDocument, type Document } from 'yaml'

/** Sections that stood at the top of config.yaml before there were plugins. */
const sections = ['gpio', 'system'] as const

/**
 * Brings an older config.yaml into today's form, comments kept; undefined where nothing is to be done. Older
 * forms are the sections `gpio` and `system` at the top, which are settings of the plugins of those names now,
 * and `plugins` as a bare list of names.
 */
export function migrateSettings(text: string): string | undefined {
  const document = parseDocument(text)
  const top = document.contents
  if (document.errors.length > 0 || !isMap(top)) return undefined
  const list: unknown = document.get('plugins')
  const old = top.items.filter(({ key, value }) => isOldSection(key) && isMap(value))
  if (!isSeq(list) && old.length === 0) return undefined
  const names: unknown = isSeq(list) ? list.toJS(document) : []
  if (isSeq(list)) document.delete('plugins')
  if (!document.hasIn(['plugins', 'builtin'])) {
    document.setIn(['plugins', 'builtin'], document.createNode({}))
  }
  const builtIn: unknown = document.getIn(['plugins', 'builtin'])
  if (!isMap(builtIn)) return undefined
  for (const pair of old) {
    // What stands before the first section belongs to the file.
    if (pair === top.items[0]) keepComment(document, pair.key)
    top.items.splice(top.items.indexOf(pair), 1)
    // What the new form says already was chosen later.
    if (!builtIn.has(pair.key)) builtIn.items.push(pair)
  }
  builtIn.flow = false
  for (const id of Array.isArray(names) ? names : []) {
    const place = ['plugins', 'builtin', id, 'enabled']
    if (typeof id === 'string' && !document.hasIn(place)) document.setIn(place, true)
  }
  return document.toString()
}

function isOldSection(key: unknown): boolean {
  return isScalar(key) && sections.some(section => section === key.value)
}

function keepComment(document: Document, key: unknown): void {
  if (!isScalar(key) || typeof key.commentBefore !== 'string') return
  document.commentBefore = [document.commentBefore, key.commentBefore].filter(Boolean).join('\n')
  delete key.commentBefore
}
