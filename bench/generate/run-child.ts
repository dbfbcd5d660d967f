import { generateChild } from './generate-child'

const [folder = '', turns = '', columns, blocks, threads] = process.argv.slice(2)
await generateChild(folder, turns, Number(columns), Number(blocks), Number(threads))
