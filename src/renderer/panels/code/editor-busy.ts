/** Whether the editor shows what Escape is to close first: completions, or the search. */
export function isEditorBusy(): boolean {
  const root = document.querySelector('[data-code-editor]')?.shadowRoot
  return root?.querySelector('.cm-tooltip-autocomplete, .cm-search') instanceof Element
}
