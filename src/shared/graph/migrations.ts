/**
 * One step a version: `migrations[n - 1]` takes a document of version n to n + 1. Every step is pure and
 * gets plain JSON of any shape. Version 1 is the first, so there is none yet; each that comes brings a golden
 * file of the version that it leaves.
 */
export const migrations: readonly ((document: unknown) => unknown)[] = []
