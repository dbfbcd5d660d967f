/**
 * An OpenAPI document as a page to read: plain HTML without scripts or styles of its own, since the policy of the
 * app allows neither, and nothing has to be fetched from elsewhere.
 */
export function apiPage(document: object): string {
  const { info, paths, servers } = read(document)
  const [server] = Array.isArray(servers) ? servers.map(read) : []
  const prefix = text(server?.['url'])
  const title = `${text(read(info)['title'])} ${text(read(info)['version'])}`
  const operations = Object.entries(read(paths)).flatMap(([path, methods]) =>
    Object.entries(read(methods)).map(([method, operation]) =>
      section(prefix + path, method, read(operation)),
    ),
  )
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"><title>${escaped(title)}</title></head>`,
    '<body>',
    `<h1>${escaped(title)}</h1>`,
    `<p>${escaped(text(read(info)['description']))}</p>`,
    `<p>For programs: <a href="${prefix}/openapi.json">openapi.json</a>.</p>`,
    ...operations,
    '</body>',
    '</html>',
  ].join('\n')
}

type Fields = Readonly<Record<string, unknown>>

function section(path: string, method: string, operation: Fields): string {
  const parameters = Array.isArray(operation['parameters']) ? operation['parameters'].map(read) : []
  const body = operation['requestBody']
  return [
    `<h2>${method.toUpperCase()} ${escaped(path)}</h2>`,
    `<p>${escaped(text(operation['summary'] ?? operation['operationId']))}</p>`,
    ...(parameters.length === 0 ? [] : [`<ul>${parameters.map(parameter).join('')}</ul>`]),
    ...(body === undefined ? [] : ['<h3>Body</h3>', shown(body)]),
    '<h3>Answers</h3>',
    shown(operation['responses']),
  ].join('\n')
}

function parameter(fields: Fields): string {
  const name = escaped(`${text(fields['name'])} (in ${text(fields['in'])})`)
  return `<li>${name} <code>${escaped(JSON.stringify(fields['schema'] ?? {}))}</code></li>`
}

function shown(value: unknown): string {
  return `<pre>${escaped(JSON.stringify(value, undefined, 2) ?? '')}</pre>`
}

function read(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function escaped(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
