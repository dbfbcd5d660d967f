import type { LanguageServer } from './language-server'

interface Shown {
  text: string
  version: number
}

/** The files that a compiler sees as they are in an editor, and not as they are on the disk. */
export class OpenFiles {
  readonly #server: Pick<LanguageServer, 'notify'>
  readonly #shown = new Map<string, Shown>()

  constructor(server: Pick<LanguageServer, 'notify'>) {
    this.#server = server
  }

  /** These and no others, by their addresses. */
  show(files: ReadonlyMap<string, string>): void {
    for (const uri of this.#shown.keys()) {
      if (files.has(uri)) continue
      this.#shown.delete(uri)
      this.#server.notify('textDocument/didClose', { textDocument: { uri } })
    }
    for (const [uri, text] of files) this.#showOne(uri, text)
  }

  #showOne(uri: string, text: string): void {
    const shown = this.#shown.get(uri)
    if (shown === undefined) {
      this.#shown.set(uri, { text, version: 1 })
      const languageId = languageOf(uri)
      this.#server.notify('textDocument/didOpen', {
        textDocument: { uri, languageId, version: 1, text },
      })
      return
    }
    if (shown.text === text) return
    shown.text = text
    shown.version++
    this.#server.notify('textDocument/didChange', {
      textDocument: { uri, version: shown.version },
      contentChanges: [{ text }],
    })
  }
}

function languageOf(uri: string): string {
  if (uri.endsWith('.json')) return 'json'
  return uri.endsWith('.js') ? 'javascript' : 'typescript'
}
