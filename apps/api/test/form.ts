import sharp, { type Sharp } from 'sharp'

/** A body that is no JSON, as `ask` takes it. */
export interface Form {
  readonly payload: Buffer
  readonly headers: Record<string, string>
}

/** A form with these files in it, as a browser sends it. */
export async function formOf(files: Readonly<Record<string, Blob | string>>): Promise<Form> {
  const form = new FormData()
  for (const [field, content] of Object.entries(files)) form.append(field, content)
  const request = new Request('http://localhost', { method: 'POST', body: form })
  return {
    payload: Buffer.from(await request.arrayBuffer()),
    headers: { 'content-type': request.headers.get('content-type') ?? '' },
  }
}

/** The form that uploads this file. What it calls itself means nothing. */
export function avatarForm(bytes: Uint8Array): Promise<Form> {
  return formOf({ avatar: new File([Buffer.from(bytes)], '../../etc/passwd.exe', { type: 'text/plain' }) })
}

/** A picture of one colour. */
export function picture(width = 40, height = 30): Sharp {
  return sharp({ create: { width, height, channels: 3, background: '#00abc9' } })
}
