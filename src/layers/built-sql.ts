import { parseSync, Visitor, type ESTree } from 'rolldown/utils'

export interface BuiltSql {
  readonly line: number
  /** The call, cut. */
  readonly text: string
}

/** Makes conditions of parts that are written in it, with a `?` for every value; its own test holds it to that. */
const WRITERS = new Set(['filterSql'])

/**
 * Calls of a file that hand SQL to the database which is not written there: it is put together from what a function was
 * given. Values belong into the `?` of prepared statements.
 */
export function builtSql(file: string, text: string): readonly BuiltSql[] {
  const { program } = parseSync(file, text)
  const known = constantsOf(program)
  const found: BuiltSql[] = []
  new Visitor({
    CallExpression(node) {
      const { callee } = node
      const [sql] = node.arguments
      if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return
      if (!/^(database|db)$/.test(callee.object.name)) return
      const { property } = callee
      if (property.type !== 'Identifier' || !/^(prepare|exec)$/.test(property.name)) return
      if (sql !== undefined && isWritten(sql, known)) return
      const line = text.slice(0, node.start).split('\n').length
      const shown = text.slice(node.start, node.end).replace(/\s+/g, ' ')
      found.push({ line, text: shown.slice(0, 120) })
    },
  }).visit(program)
  return found
}

interface Known {
  /** What is imported, or comes out of a writer. */
  readonly names: ReadonlySet<string>
  /** What constants are made of, wherever in the file; of a name that is there twice, all. */
  readonly constants: ReadonlyMap<string, readonly ESTree.Node[]>
}

function constantsOf(program: ESTree.Program): Known {
  const names = new Set<string>()
  const constants = new Map<string, ESTree.Node[]>()
  new Visitor({
    ImportDeclaration({ specifiers }) {
      for (const { local } of specifiers) names.add(local.name)
    },
    VariableDeclaration({ kind, declarations }) {
      for (const { id, init } of kind === 'const' ? declarations : []) {
        if (init === null) continue
        if (id.type === 'Identifier') {
          constants.set(id.name, [...(constants.get(id.name) ?? []), init])
        }
        const isWriter =
          init.type === 'CallExpression' &&
          init.callee.type === 'Identifier' &&
          WRITERS.has(init.callee.name)
        if (id.type !== 'ObjectPattern' || !isWriter) continue
        for (const part of id.properties) {
          if (part.type === 'Property' && part.value.type === 'Identifier') {
            names.add(part.value.name)
          }
        }
      }
    },
  }).visit(program)
  return { names, constants }
}

function isWritten(node: ESTree.Node, known: Known): boolean {
  const all = (...parts: readonly ESTree.Node[]) => parts.every(each => isWritten(each, known))
  if (node.type === 'Literal') return true
  if (node.type === 'Identifier') {
    const made = known.constants.get(node.name)
    return made === undefined ? known.names.has(node.name) : all(...made)
  }
  if (node.type === 'TemplateLiteral') return all(...node.expressions)
  if (node.type === 'BinaryExpression' || node.type === 'LogicalExpression') {
    return all(node.left, node.right)
  }
  if (node.type === 'ConditionalExpression') return all(node.consequent, node.alternate)
  if (node.type === 'ArrayExpression') {
    return node.elements.every(each => each !== null && isWritten(each, known))
  }
  if (node.type === 'ObjectExpression') {
    return node.properties.every(each => each.type === 'Property' && isWritten(each.value, known))
  }
  // One of several that are written: by its number or its name.
  if (node.type === 'MemberExpression') return isWritten(node.object, known)
  const isTyped = node.type === 'TSAsExpression' || node.type === 'TSSatisfiesExpression'
  return isTyped && isWritten(node.expression, known)
}
