export {
  isEngineReply,
  isEngineRequest,
  isLastWords,
  type EngineReply,
  type EngineRequest,
  type LastWords,
  type EncodeJob,
  type KeptTap,
  type StemTarget,
  type Rendered,
  type RenderJob,
  type RenderTarget,
} from './messages'
