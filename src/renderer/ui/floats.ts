/**
 * Where menus, tips and dialogs are put: beside the app, over all of it, and in a
 * landmark of their own, so that a screen reader finds them.
 */
export function floats(): HTMLElement | undefined {
  return document.getElementById('floats') ?? undefined
}
