declare module 'libnpmpublish' {
  export function publish(
    manifest: object,
    tarball: Buffer,
    options: Readonly<Record<string, unknown>>,
  ): Promise<unknown>
}
