/** A place in a page that names a file: the whole element of a script or a style, the attribute of a picture. */
export interface Reference {
  readonly kind: 'script' | 'style' | 'image'
  readonly name: string
  readonly from: number
  readonly to: number
}

/** No honest tag is longer. Pages are anybody’s: each letter is looked at a few times at most, whatever they hold. */
const MOST_LETTERS = 2000

const tag = new RegExp(
  String.raw`<(script|link)\b([^<>]{0,${MOST_LETTERS}})>|\bsrc="([^"<>]{1,200}\.(?:svg|png))"`,
  'g',
)
const scriptEnd = /\s{0,100}<\/script>/y

/** The files that a page names, in their order. */
export function* references(html: string): Generator<Reference> {
  for (const { 0: whole, 1: element, 2: attributes = '', 3: image, index: from } of html.matchAll(
    tag,
  )) {
    const end = from + whole.length
    if (image !== undefined) {
      yield { kind: 'image', name: image, from, to: end }
    } else if (element === 'link') {
      const name = attributeOf(attributes, 'href')
      const isStyle = attributeOf(attributes, 'rel') === 'stylesheet'
      if (isStyle && name !== undefined) yield { kind: 'style', name, from, to: end }
    } else {
      const name = attributeOf(attributes, 'src')
      scriptEnd.lastIndex = end
      const isEmpty = scriptEnd.test(html)
      if (isEmpty && name !== undefined) {
        yield { kind: 'script', name, from, to: scriptEnd.lastIndex }
      }
    }
  }
}

function attributeOf(attributes: string, name: string): string | undefined {
  return new RegExp(String.raw`(?:^|\s)${name}="([^"]{1,200})"`).exec(attributes)?.[1]
}
