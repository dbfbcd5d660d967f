import { parseSync, Visitor } from 'oxc-parser'

export interface Import {
  readonly specifier: string
  readonly line: number
  /** `export * from`: it hides what a door lets through. */
  readonly isStar: boolean
}

/**
 * Every module a source names: static and dynamic imports, re-exports, `import('…')` types, and workers
 * started by `new URL('…', import.meta.url)`.
 */
export function readImports(file: string, text: string): readonly Import[] {
  const { program, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`)
  const found: Import[] = []
  const add = (node: Literal, isStar = false): void => {
    if (typeof node.value !== 'string') return
    const line = text.slice(0, node.start).split('\n').length
    found.push({ specifier: node.value, line, isStar })
  }
  const visitor = new Visitor({
    ImportDeclaration: node => add(node.source),
    ExportNamedDeclaration: node => {
      if (node.source) add(node.source)
    },
    ExportAllDeclaration: node => add(node.source, !node.exported),
    ImportExpression: node => {
      if (node.source.type === 'Literal') add(node.source)
    },
    TSImportType: node => add(node.source),
    NewExpression: node => {
      const [path, base] = node.arguments
      const isUrl = node.callee.type === 'Identifier' && node.callee.name === 'URL'
      const isBeside = base?.type === 'MemberExpression' && base.object.type === 'MetaProperty'
      if (isUrl && isBeside && path?.type === 'Literal') add(path)
    },
  })
  visitor.visit(program)
  return found
}

interface Literal {
  readonly value: unknown
  readonly start: number
}
