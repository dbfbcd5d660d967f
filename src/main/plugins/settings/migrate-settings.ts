import { isMap, isSeq, parseDocument } from 'yaml'

/** Sections that stood at the top of config.yaml before there were plugins. */
const sections = ['gpio', 'system'] as const

/**
 * Brings an older config.yaml into today's form, comments kept; undefined where nothing is to be done. Older
 * forms are the sections `gpio` and `system` at the top, which are settings of the plugins of those names now,
 * and `plugins` as a bare list of names.
 */
export function migrateSettings(text: string): string | undefined {
  const document = parseDocument(text)
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined
  const names: unknown = document.get('plugins')
  const old = sections.filter(section => isMap(document.get(section)))
  if (!isSeq(names) && old.length === 0) return undefined
  if (isSeq(names)) {
    const list: unknown = names.toJS(document)
    const ids = (Array.isArray(list) ? list : []).filter(name => typeof name === 'string')
    document.set('plugins', document.createNode({ builtin: {} }))
    for (const id of ids) document.setIn(['plugins', 'builtin', id, 'enabled'], true)
  }
  for (const section of old) {
    const place = ['plugins', 'builtin', section]
    const moved = document.get(section, true)
    // What the new form says already was chosen later.
    if (!document.hasIn(place)) document.setIn(place, moved)
    document.delete(section)
  }
  return document.toString()
}
