import type { contract } from '#shared/contract'
import type { ContractRouterClient } from '@orpc/contract'

/** Every service of the shell, as the page calls them. */
export type Client = ContractRouterClient<typeof contract>
