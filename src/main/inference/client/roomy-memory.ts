const HUGE_PAGES = 'glibc.malloc.hugetlb=1'

/**
 * The environment of a process that runs models. Weights are read from end to end for every token; where Linux gives memory in
 * pages of 2 MB to those who ask for it, this asks (glibc 2.35 and later; others take no notice). In pages of 4 kB the processor
 * looks up a quarter of a million of them a second, in a virtual machine twice.
 */
export function roomyMemory(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const own = env['GLIBC_TUNABLES']
  return { ...env, GLIBC_TUNABLES: own === undefined ? HUGE_PAGES : `${own}:${HUGE_PAGES}` }
}
