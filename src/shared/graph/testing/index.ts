export { testCatalog } from './catalog'
export { randomEdit, randomTransactions } from './random-transactions'
