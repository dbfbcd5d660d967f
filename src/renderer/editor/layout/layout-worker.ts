import { arrange, type LayoutJob } from './arrange'

addEventListener('message', ({ data }: MessageEvent<LayoutJob>) => {
  postMessage(arrange(data))
})
