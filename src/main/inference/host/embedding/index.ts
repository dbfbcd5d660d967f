export { embedByClap, embedWordsByClap } from './embed-by-clap'
