import type { Multipart } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { errorCode } from '../../platform/database-errors.ts'
import { AppError, validationFailed } from '../../platform/errors.ts'

/** The field of the form that holds the file. */
const field = 'avatar'
const mostBytes = 5 * 1_048_576

/** What one upload may hold: a file, and some fields that are not looked at. */
export const uploadLimits = {
  limits: {
    fileSize: mostBytes,
    files: 1,
    fields: 5,
    fieldSize: 1_000,
    fieldNameSize: 100,
    parts: 6,
    headerPairs: 20,
  },
}

/**
 * The file of a form.
 * @throws {AppError} unsupported_media_type, malformed_form, file_too_large, validation_failed
 */
export async function uploadedFile(request: FastifyRequest): Promise<Buffer> {
  if (!request.isMultipart()) throw notAForm()
  let file: Buffer | undefined
  try {
    for await (const part of request.parts()) file = (await contentOf(part)) ?? file
  } catch (error) {
    throw refusal(error)
  }
  if (file !== undefined) return file
  throw validationFailed([{ field, problem: 'is required: a file' }])
}

export function notAForm(): AppError {
  return new AppError(
    'unsupported',
    'unsupported_media_type',
    `The body must be a form: send the picture with Content-Type: multipart/form-data, in the field “${field}”.`,
  )
}

async function contentOf(part: Multipart): Promise<Buffer | undefined> {
  if (part.type === 'field') return undefined
  const bytes = await part.toBuffer()
  if (part.fieldname === field) return bytes
  throw validationFailed([{ field, problem: 'is the field that the file has to be in' }])
}

/** What the parser says, in our words. */
function refusal(error: unknown): unknown {
  if (error instanceof AppError) return error
  switch (errorCode(error)) {
    case 'FST_REQ_FILE_TOO_LARGE':
      return new AppError('too_large', 'file_too_large', 'The file is larger than 5 MB.')
    case 'FST_FILES_LIMIT':
      return validationFailed([{ field, problem: 'must be the only file' }])
    case 'FST_PARTS_LIMIT':
    case 'FST_FIELDS_LIMIT':
      return new AppError('too_large', 'form_too_large', 'The form has too many fields.')
    default:
      return new AppError('invalid', 'malformed_form', 'The form can’t be read: it is damaged or not whole.')
  }
}
