/**
 * Where menus, tips and dialogs are put: beside the app, so that it can be inert under a dialog, and in a
 * landmark of their own, so that a screen reader finds them.
 */
export function floats(): HTMLElement | undefined {
  return document.getElementById('floats') ?? undefined
}
