/**
 * Tensors in and out of a plugin’s asynchronous parts: typed arrays there, base64 on the way. Plain JavaScript, kept as text,
 * for the wrapper, which has what it uses.
 */
export const TENSORS = String.raw`  // Tensors
  const { BigInt64Array: Wholes, Int32Array: Ints } = globalThis
  const bigOf = BigInt
  const tagOf = Object.getOwnPropertyDescriptor(getPrototypeOf(Bytes.prototype), Symbol.toStringTag).get
  const arrays = create(null)
  arrays.float32 = { tag: 'Float32Array', of: Floats }
  arrays.int64 = { tag: 'BigInt64Array', of: Wholes }
  arrays.int32 = { tag: 'Int32Array', of: Ints }
  arrays.uint8 = { tag: 'Uint8Array', of: Bytes }
  arrays.bool = { tag: 'Uint8Array', of: Bytes }
  const wrongTensor = said => coded('tensor-invalid', said)
  const typedOf = (name, type, data) => {
    const array = arrays[type]
    if (array === undefined) throw wrongTensor('The input “' + name + '” is of no type that there is')
    if (isList(data)) {
      const typed = new array.of(data.length)
      for (let i = 0; i < data.length; i++) typed[i] = type === 'int64' ? bigOf(data[i]) : asNumber(data[i])
      return typed
    }
    // No tag: no typed array.
    const tag = typeof data === 'object' && data !== null ? apply(tagOf, data, []) : undefined
    if (tag !== array.tag) throw wrongTensor('The data of the input “' + name + '” is no ' + array.tag)
    return data
  }
  const base64Of = (name, typed) => {
    try {
      return toBase64(typed)
    } catch {
      throw wrongTensor('The data of the input “' + name + '” is gone')
    }
  }
  const sentTensors = inputs => {
    if (typeof inputs !== 'object' || inputs === null) throw wrongTensor('Inputs go by their names')
    const sent = {}
    const names = keys(inputs)
    for (let i = 0; i < names.length; i++) {
      const name = names[i]
      const { type = 'float32', dims, data } = inputs[name]
      const kind = asText(type)
      const typed = typedOf(name, kind, data)
      const shape = dims === undefined ? [apply(lengthOf, typed, [])] : dims
      if (!isList(shape)) throw wrongTensor('The dims of the input “' + name + '” are no list')
      put(sent, name, { type: kind, dims: shape, data: base64Of(name, typed) })
    }
    return sent
  }
  const takenTensors = answer => {
    const outputs = {}
    const names = keys(answer)
    for (let i = 0; i < names.length; i++) {
      const { type, dims, data } = answer[names[i]]
      const bytes = fromBase64(data)
      put(outputs, names[i], { type, dims, data: new arrays[type].of(apply(viewBuffer, bytes, [])) })
    }
    return outputs
  }`

/** What a work of a plugin is handed: its clips to read, its outputs to write. Samples cross interleaved, as the bytes of float32. */
export const WORKS = String.raw`  // Works: clips that are read and written piece by piece
  const channelsOf = (base64, count) => {
    const all = new Floats(apply(viewBuffer, fromBase64(base64), []))
    const frames = apply(lengthOf, all, []) / count
    const channels = []
    for (let channel = 0; channel < count; channel++) {
      const samples = new Floats(frames)
      for (let i = 0; i < frames; i++) samples[i] = all[i * count + channel]
      put(channels, channel, samples)
    }
    return channels
  }
  const interleaved = (channels, count) => {
    if (!isList(channels) || channels.length !== count) throw new Thrown('Sound is written as a list of ' + count + ' channels')
    const frames = apply(lengthOf, channels[0], [])
    const all = new Floats(frames * count)
    for (let channel = 0; channel < count; channel++) {
      const samples = channels[channel]
      if (apply(lengthOf, samples, []) !== frames) throw new Thrown('All channels are as long')
      for (let i = 0; i < frames; i++) all[i * count + channel] = samples[i]
    }
    return toBase64(all)
  }
  const workOf = ({ work, params, clips, outputs, channels }) => {
    const readers = {}
    const ins = keys(clips)
    for (let i = 0; i < ins.length; i++) {
      const port = ins[i]
      const read = (from, count) => apply(then, ask('work.read', { work, port, from: asNumber(from), count: asNumber(count) }), [
        base64 => channelsOf(base64, channels),
      ])
      put(readers, port, freeze({ ...clips[port], read }))
    }
    const writers = {}
    for (let i = 0; i < outputs.length; i++) {
      const port = outputs[i]
      const write = sound => new Later(resolve => resolve(ask('work.write', { work, port, data: interleaved(sound, channels) })))
      put(writers, port, freeze({ write }))
    }
    const progress = (done, stage) => ask('work.progress', { work, done: asNumber(done), ...(stage !== undefined && { stage: asText(stage) }) })
    return { params: freeze(params), clips: freeze(readers), outputs: freeze(writers), progress }
  }`
