import { killChild } from './kill-child'

await killChild(process.argv[2] ?? '')
process.exit(0)
