import { OpenAPIGenerator, type OpenAPI } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { contract } from '#shared/contract'

/** The OpenAPI document of the REST door, made from the same contracts that the router parses by. */
export function describeApi(prefix: string, version: string): Promise<object> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  return generator.generate(contract, {
    info: {
      title: 'Wireharp',
      version,
      description:
        'What the app itself calls. Failures carry a code of the table of failure codes.',
    },
    servers: [{ url: prefix }],
    // Sounds come as a stream of bytes: see the upload route of the browser face.
    filter: ({ path }) => path.join('.') !== 'library.importFile',
    paths: { '/library/import': uploadRoute },
  })
}

const uploadRoute: OpenAPI.PathItemObject = {
  post: {
    operationId: 'library.upload',
    summary: 'Takes a sound into the project: its bytes are the body.',
    parameters: [
      { name: 'project', in: 'query', required: true, schema: { type: 'string' } },
      { name: 'name', in: 'query', required: true, schema: { type: 'string' } },
    ],
    requestBody: {
      required: true,
      content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
    },
    responses: { 200: { description: 'The asset, as `library.importPath` answers it.' } },
  },
}
