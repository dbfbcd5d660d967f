export {
  isEngineReply,
  isEngineRequest,
  isLastWords,
  type EngineReply,
  type EngineRequest,
  type LastWords,
  type RenderJob,
} from './messages'
