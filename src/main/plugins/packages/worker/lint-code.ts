import { parseSync, Visitor, type ESTree } from 'rolldown/utils'
import type { LintFinding } from './requests'
import { lineAt } from './scan-text'

/** Calls that make a new list of an old one. */
const COPIES = new Set(['map', 'filter', 'slice', 'concat', 'flatMap', 'from', 'toSorted', 'split'])
/** What is another one in every render. */
const CHANCE = new Set(['Math.random', 'Date.now', 'performance.now'])

/** What of one source file is against good practice. */
export function lintCode(file: string, text: string): readonly LintFinding[] {
  const { program, errors } = parseSync(file, text)
  const findings: LintFinding[] = []
  const note = (
    { start }: { readonly start: number },
    rule: string,
    about: LintFinding['about'],
    message: string,
  ) => {
    const line = lineAt(text, start)
    if (findings.some(found => found.rule === rule && found.line === line)) return
    findings.push({ rule, about, severity: 'warning', file, line, message })
  }
  const [broken] = errors
  if (broken !== undefined) note({ start: 0 }, 'unreadable', 'errors', 'The code does not parse.')
  const loops = processBodies(program)
  const isInProcess = ({ start, end }: { start: number; end: number }) =>
    loops.some(body => body.start < start && end < body.end)
  const allocated = (node: ESTree.Node) => {
    if (!isInProcess(node)) return
    const what = 'Memory is taken in `process`, which the collector stops the sound for'
    note(node, 'allocation-in-process', 'performance', `${what}: take it once, outside.`)
  }
  new Visitor({
    NewExpression: allocated,
    SpreadElement: allocated,
    CallExpression(node) {
      const { callee } = node
      const name = pathOf(callee)
      const last = name.slice(name.lastIndexOf('.') + 1)
      if (callee.type === 'MemberExpression' && COPIES.has(last)) allocated(node)
      if (isInProcess(node) && CHANCE.has(name)) {
        const instead = 'Take `position` and `seededNoise`: a render has to be the same twice.'
        note(node, 'not-repeatable', 'errors', `\`${name}\` is not there in nodes. ${instead}`)
      }
      if (name.startsWith('console.')) {
        note(node, 'console', 'errors', 'Nobody reads the console: use `log` of the context.')
      }
    },
    CatchClause({ body, start }) {
      // A sentence that says why is enough.
      if (body.body.length > 0 || /\/[/*]/.test(text.slice(body.start, body.end))) return
      const message = 'A failure is swallowed: tell it, or say in a comment why not.'
      note({ start }, 'silent-catch', 'errors', message)
    },
    ThrowStatement({ argument, start }) {
      if (argument.type !== 'Literal' && argument.type !== 'TemplateLiteral') return
      const message = 'A text is thrown: throw an Error, whose stack says where.'
      note({ start }, 'throw-text', 'errors', message)
    },
  }).visit(program)
  return findings
}

/** Bodies of everything that is called `process`: what runs once every 128 frames. */
function processBodies(program: ESTree.Program): readonly { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  const add = (key: ESTree.Node, value: ESTree.Node) => {
    if (key.type === 'Identifier' && key.name === 'process') found.push(value)
  }
  new Visitor({
    Property: ({ key, value }) => add(key, value),
    MethodDefinition: ({ key, value }) => add(key, value),
    FunctionDeclaration(node) {
      if (node.id !== null) add(node.id, node)
    },
  }).visit(program)
  return found
}

/** `Math.random` of `Math.random()`. */
function pathOf(node: ESTree.Node): string {
  if (node.type === 'Identifier') return node.name
  if (node.type !== 'MemberExpression' || node.computed) return ''
  const { property } = node
  return property.type === 'Identifier' ? `${pathOf(node.object)}.${property.name}` : ''
}
