import { isMap, isScalar, isSeq, parseDocument, type Document } from 'yaml'
import { err, fail, ok, type Result } from '#shared/kit'

export interface SettingsEdit {
  readonly id: string
  readonly origin: 'built-in' | 'user'
  readonly config: Readonly<Record<string, unknown>>
}

/** The text of config.yaml with other settings of one plugin. Comments and all else stay as they are. */
export function editSettings(text: string, { id, origin, config }: SettingsEdit): Result<string> {
  const document = parseDocument(text)
  if (document.errors.length > 0) return err(fail('config-invalid', 'config.yaml is no YAML.'))
  if (document.contents !== null && !isMap(document.contents)) {
    return err(fail('config-invalid', 'config.yaml is no list of settings.'))
  }
  if (origin === 'built-in') {
    const place = ['plugins', 'builtin', id]
    const enabled: unknown = document.getIn([...place, 'enabled'])
    setEach(document, place, { ...(typeof enabled === 'boolean' && { enabled }), ...config })
  } else setEach(document, [...customPlace(document, id), 'config'], config)
  return ok(document.toString())
}

/** Where the plugin stands in the list of custom ones; a new entry where it does not. */
function customPlace(document: Document, id: string): (string | number)[] {
  const place = ['plugins', 'custom']
  const list: unknown = document.getIn(place)
  const items = isSeq(list) ? [...list.items] : []
  const index = items.findIndex(
    item => isMap(item) && (item.get('name') === id || item.get('module') === id),
  )
  if (index >= 0) return [...place, index]
  if (!isSeq(list)) document.setIn(place, document.createNode([]))
  document.addIn(place, document.createNode({ name: id }))
  return [...place, items.length]
}

/** Key by key, so that the comments beside values that stay are kept. */
function setEach(
  document: Document,
  place: readonly (string | number)[],
  values: Readonly<Record<string, unknown>>,
): void {
  const present: unknown = document.getIn(place)
  if (!isMap(present)) {
    document.setIn(place, document.createNode(values))
    return
  }
  const old: unknown = present.toJS(document)
  const before = typeof old === 'object' && old !== null ? old : {}
  for (const key of Object.keys(before)) {
    if (!Object.hasOwn(values, key)) document.deleteIn([...place, key])
  }
  for (const [key, value] of Object.entries(values)) {
    if (JSON.stringify(Reflect.get(before, key)) === JSON.stringify(value)) continue
    const node: unknown = document.getIn([...place, key], true)
    if (isScalar(node) && !isObject(value)) node.value = value
    else document.setIn([...place, key], document.createNode(value))
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}
