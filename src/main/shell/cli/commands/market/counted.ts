/** “1 plugin”, “2 plugins”. */
export function counted(plugins: number): string {
  return plugins === 1 ? '1 plugin' : `${plugins} plugins`
}
