import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateSync, crc32 } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf, goodPassword, newcomer, type Answer } from '../../../test/api.ts'
import { avatarForm, formOf, picture, type Form } from '../../../test/form.ts'
import { startWorld, type Citizen, type World } from '../../../test/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

const send = ({ token }: Pick<Citizen, 'token'>, form: Form): Promise<Answer> =>
  world.api.ask('POST', '/api/auth/upload-avatar', { token, ...form })
const upload = async (person: Pick<Citizen, 'token'>, bytes: Uint8Array): Promise<Answer> =>
  send(person, await avatarForm(bytes))
const refusal = (answer: Answer): [number, string] => [answer.status, codeOf(answer)]

function urlIn({ body, text }: Answer): string {
  const url = (body as { avatar_url?: unknown } | undefined)?.avatar_url
  if (typeof url === 'string') return url
  throw new Error(`No avatar_url in: ${text}`)
}

const urlOfUpload = async (person: Citizen, bytes: Uint8Array): Promise<string> =>
  urlIn(await upload(person, bytes))
const uploaded = async (person: Citizen): Promise<string> =>
  urlOfUpload(person, await picture().png().toBuffer())

async function fileOf(url: string): Promise<Buffer> {
  const answer = await world.api.app.inject({ method: 'GET', url })
  expect(answer.statusCode).toBe(200)
  return answer.rawPayload
}

const files = async (): Promise<string[]> => (await readdir(world.api.avatars)).sort()
const statusOf = async (url: string): Promise<number> => (await world.api.ask('GET', url)).status

describe('an uploaded picture', () => {
  test.each(['jpeg', 'png', 'webp', 'gif'] as const)(
    'may be a %s; it becomes a WebP of 512 pixels at most, which everyone can see',
    async (format) => {
      const person = await world.someone()
      const answer = await upload(person, await picture(2_000, 1_000).toFormat(format).toBuffer())
      expect(answer.status).toBe(200)
      const url = urlIn(answer)
      expect(url).toMatch(/^\/avatars\/[\w-]{22}\.webp$/)
      expect(answer.body).toMatchObject({ id: person.id, email: person.email })
      const { headers } = await world.api.ask('GET', url)
      expect(headers).toMatchObject({
        'content-type': 'image/webp',
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'cross-origin',
      })
      expect(await sharp(await fileOf(url)).metadata()).toMatchObject({
        format: 'webp',
        width: 512,
        height: 256,
      })
    },
  )

  test('is seen with its person at once, by themselves and by others', async () => {
    const [person, other] = [await world.someone(), await world.someone()]
    const ask = async (): Promise<unknown> => {
      const { body } = await world.api.ask('GET', `/api/users/${person.id}`, { token: other.token })
      return (body as { avatar_url: unknown }).avatar_url
    }
    expect(await ask()).toBeNull()
    const url = await uploaded(person)
    expect(await ask()).toBe(url)
    const own = await world.api.ask('GET', '/api/auth/profile', { token: person.token })
    expect(urlIn(own)).toBe(url)
    const others = await world.api.ask('GET', '/api/auth/profile', { token: other.token })
    expect(others.body).toMatchObject({ avatar_url: null })
  })

  test('does not tell where it was taken, and stands upright', async () => {
    const person = await world.someone()
    const exif = {
      IFD0: { Copyright: 'Ann Rolle', Orientation: '6' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '25/1 3/1 0/1', GPSLongitudeRef: 'W' },
    }
    const photo = await picture(400, 200)
      .withExif(exif)
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
      .jpeg()
      .toBuffer()
    const sideways = await sharp(photo).keepMetadata().withMetadata({ orientation: 6 }).toBuffer()
    const { exif: before, orientation } = await sharp(sideways).metadata()
    expect([before?.includes('Ann Rolle'), orientation]).toEqual([true, 6])
    const file = await fileOf(await urlOfUpload(person, sideways))
    const { exif: after, xmp, icc, iptc, width, height } = await sharp(file).metadata()
    expect([after, xmp, icc, iptc]).toEqual([undefined, undefined, undefined, undefined])
    expect([width, height]).toEqual([200, 400])
    expect(file.includes('Ann Rolle')).toBe(false)
  })

  test('stays as small as it is', async () => {
    const person = await world.someone()
    const file = await fileOf(await uploaded(person))
    expect(await sharp(file).metadata()).toMatchObject({ width: 40, height: 30 })
  })

  test('takes the place of the one before, whose file is removed', async () => {
    const person = await world.someone()
    const before = await uploaded(person)
    const count = (await files()).length
    const after = await uploaded(person)
    expect(after).not.toBe(before)
    expect([await statusOf(before), await statusOf(after)]).toEqual([404, 200])
    expect(await files()).toHaveLength(count)
    const rows = await world.api.psql('select file_name, width, height from avatars where user_id = $1', [
      person.id,
    ])
    expect(rows).toEqual([{ file_name: after.replace('/avatars/', ''), width: 40, height: 30 }])
  })

  test('of two at once leaves one file, which is the one that is shown', async () => {
    const person = await world.someone()
    const count = (await files()).length
    const png = await picture().png().toBuffer()
    const answers = await Promise.all([upload(person, png), upload(person, png), upload(person, png)])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(await files()).toHaveLength(count + 1)
    const own = await world.api.ask('GET', '/api/auth/profile', { token: person.token })
    expect(await statusOf(urlIn(own))).toBe(200)
  })
})

describe('refused is', () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'

  test.each<[string, string | Buffer, [number, string]]>([
    ['a text that calls itself a picture', 'GIF for you', [415, 'unsupported_image']],
    ['an SVG', svg, [415, 'unsupported_image']],
    ['a PDF', '%PDF-1.7\n', [415, 'unsupported_image']],
    ['nothing', '', [415, 'unsupported_image']],
    [
      'the beginning of a JPEG and no more',
      Buffer.from('ffd8ffe000104a464946', 'hex'),
      [400, 'broken_image'],
    ],
    ['a PNG with rubbish in it', Buffer.from('\x89PNG\r\n\x1a\nrubbish', 'latin1'), [400, 'broken_image']],
    ['a WebP with rubbish in it', 'RIFF0000WEBPVP8 rubbish', [400, 'broken_image']],
    [
      'a picture within another type',
      Buffer.concat([Buffer.from('GIF89a'), Buffer.from(svg)]),
      [400, 'broken_image'],
    ],
  ])('%s', async (_, content, expected) => {
    const person = await world.someone()
    expect(refusal(await upload(person, Buffer.from(content)))).toEqual(expected)
  })

  test('a picture that is not whole', async () => {
    const noise = Buffer.from(Array.from({ length: 300 * 300 * 3 }, (_, i) => (i * 7_919) % 251))
    const raw = { width: 300, height: 300, channels: 3 } as const
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const whole = await sharp(noise, { raw }).toFormat(format).toBuffer()
      const person = await world.someone()
      const answer = await upload(person, whole.subarray(0, whole.length / 2))
      expect([format, ...refusal(answer)]).toEqual([format, 400, 'broken_image'])
    }
  })

  test('a small file that is huge when it is unpacked', async () => {
    const person = await world.someone()
    const bomb = pngOf(50_000, 50_000)
    expect(bomb.length).toBeLessThan(1_000_000)
    expect(refusal(await upload(person, bomb))).toEqual([413, 'image_too_large'])
    const long = pngOf(1, 26_000_000)
    expect(refusal(await upload(person, long))).toEqual([413, 'image_too_large'])
  })

  test('a file of more than 5 MB; one of 5 MB is looked at', async () => {
    const person = await world.someone()
    const limit = 5 * 1_048_576
    expect(refusal(await upload(person, Buffer.alloc(limit + 1)))).toEqual([413, 'file_too_large'])
    expect(refusal(await upload(person, Buffer.alloc(limit)))).toEqual([415, 'unsupported_image'])
  })

  test('a form without the file, with another, or with two', async () => {
    const person = await world.someone()
    const png = new Blob([Buffer.from(await picture().png().toBuffer())])
    for (const form of [
      await formOf({}),
      await formOf({ avatar: 'text' }),
      await formOf({ picture: png }),
      await formOf({ avatar: png, more: png }),
    ])
      expect(refusal(await send(person, form))).toEqual([400, 'validation_failed'])
    const inAnother = await send(person, await formOf({ picture: png }))
    expect(inAnother.text).toContain('avatar is the field that the file has to be in')
    const fields = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`field${i}`, 'x']))
    expect(refusal(await send(person, await formOf({ ...fields, avatar: png })))).toEqual([
      413,
      'form_too_large',
    ])
  })

  test('a form that is damaged', async () => {
    const person = await world.someone()
    const form = await avatarForm(await picture().png().toBuffer())
    const half = form.payload.subarray(0, form.payload.length / 2)
    for (const damaged of [
      { ...form, payload: half },
      { ...form, payload: Buffer.from('rubbish') },
      { ...form, headers: { 'content-type': 'multipart/form-data' } },
      { ...form, headers: { 'content-type': 'multipart/form-data; boundary=' } },
    ]) {
      const answer = await send(person, damaged)
      expect([answer.status, answer.text]).toEqual([
        400,
        expect.stringMatching(/malformed_form|validation_failed/),
      ])
    }
  })

  test('a body of another type here, and a form anywhere else', async () => {
    const person = await world.someone()
    const json = await world.api.ask('POST', '/api/auth/upload-avatar', { token: person.token, body: {} })
    expect(refusal(json)).toEqual([415, 'unsupported_media_type'])
    expect(json.text).toContain('multipart/form-data')
    const none = await world.api.ask('POST', '/api/auth/upload-avatar', { token: person.token })
    expect(refusal(none)).toEqual([415, 'unsupported_media_type'])
    const form = await formOf({ bio: 'Hello.' })
    const elsewhere = await world.api.ask('PUT', '/api/auth/profile', { token: person.token, ...form })
    expect(refusal(elsewhere)).toEqual([415, 'unsupported_media_type'])
  })

  test('whoever is not signed in, before anything of it is read', async () => {
    const answer = await upload({ token: 'nonsense' }, Buffer.alloc(10))
    expect(refusal(answer)).toEqual([401, 'token_invalid'])
  })

  test('and nothing of what was refused is left behind', async () => {
    const before = await files()
    const person = await world.someone()
    await upload(person, Buffer.from('GIF89a'))
    await upload(person, Buffer.alloc(6_000_000))
    expect(await files()).toEqual(before)
    expect(world.api.log()).toBe('')
  })
})

/** A PNG of one bit a pixel, all of them the same. */
function pngOf(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data])
    const around = Buffer.alloc(8)
    around.writeUInt32BE(data.length, 0)
    around.writeUInt32BE(crc32(body), 4)
    return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.writeUInt8(1, 8)
  const rows = deflateSync(Buffer.alloc(Math.min((Math.ceil(width / 8) + 1) * height, 60_000_000)))
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

describe('/avatars/:name', () => {
  test.each([
    'x',
    'x'.repeat(22),
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e%2fsecret',
    'A'.repeat(22) + '.webp',
    'A'.repeat(22) + '.png',
  ])('has nothing at %s', async (name) => {
    await writeFile(join(world.api.avatars, 'x'), 'not to be read')
    const answer = await world.api.ask('GET', `/avatars/${name}`)
    expect(refusal(answer)).toEqual([404, 'avatar_not_found'])
    expect(answer.headers['cache-control']).toBe('private, no-store')
  })
})

describe('avatar_url', () => {
  const put = (person: Citizen, avatar_url: string | null): Promise<Answer> =>
    world.api.ask('PUT', '/api/auth/profile', { token: person.token, body: { avatar_url } })

  test.each([null, 'https://example.org/ann.jpg'])('set to %s removes the upload', async (url) => {
    const person = await world.someone()
    const before = await uploaded(person)
    expect((await put(person, url)).body).toMatchObject({ avatar_url: url })
    expect(await statusOf(before)).toBe(404)
  })

  test('set to null by an admin removes the upload', async () => {
    const person = await world.someone()
    const before = await uploaded(person)
    const answer = await world.api.ask('PUT', `/api/admin/users/${person.id}`, {
      token: world.admin.token,
      body: { avatar_url: null },
    })
    expect(answer.body).toMatchObject({ avatar_url: null })
    expect(await statusOf(before)).toBe(404)
  })

  test('set to what it is keeps the upload', async () => {
    const person = await world.someone()
    const url = await uploaded(person)
    expect((await put(person, url)).body).toMatchObject({ avatar_url: url })
    expect(await statusOf(url)).toBe(200)
  })

  test('can not be somebody else’s upload, on registering neither', async () => {
    const [person, other] = [await world.someone(), await world.someone()]
    const url = await uploaded(other)
    expect(refusal(await put(person, url))).toEqual([400, 'validation_failed'])
    const body = { ...newcomer(), avatar_url: url }
    expect(refusal(await world.api.ask('POST', '/api/auth/register', { body }))).toEqual([
      400,
      'validation_failed',
    ])
    expect(await statusOf(url)).toBe(200)
  })

  test('is gone with its file when the account is closed, and not when closing failed', async () => {
    const person = await world.someone()
    const url = await uploaded(person)
    const close = (password: string): Promise<Answer> =>
      world.api.ask('DELETE', '/api/auth/account', { token: person.token, body: { password } })
    expect((await close('not the password')).status).toBe(403)
    expect(await statusOf(url)).toBe(200)
    expect((await close(goodPassword)).status).toBe(204)
    expect(await statusOf(url)).toBe(404)
    const rows = await world.api.psql('select avatar_url from users where id = $1', [person.id])
    expect(rows).toEqual([{ avatar_url: null }])
  })
})

test('a write that fails leaves the picture there was, and no other file', async () => {
  const person = await world.someone()
  const url = await uploaded(person)
  const before = await files()
  await world.api.psql(`alter table avatars add constraint none_now check (width <> 41) not valid`)
  const answer = await upload(person, await picture(41, 41).png().toBuffer())
  expect(answer.status).toBe(500)
  await world.api.psql(`alter table avatars drop constraint none_now`)
  expect(await files()).toEqual(before)
  expect(await statusOf(url)).toBe(200)
})

test('a browser’s upload over a connection is answered, also where it is refused half-way', async () => {
  const person = await world.someone()
  const origin = await world.api.app.listen({ port: 0, host: '127.0.0.1' })
  const post = async (bytes: Uint8Array): Promise<number> => {
    const form = new FormData()
    form.append('avatar', new Blob([Buffer.from(bytes)]))
    const headers = { authorization: `Bearer ${person.token}` }
    const answer = await fetch(`${origin}/api/auth/upload-avatar`, { method: 'POST', body: form, headers })
    await answer.arrayBuffer()
    return answer.status
  }
  expect(await post(await picture().png().toBuffer())).toBe(200)
  expect(await post(Buffer.alloc(20_000_000))).toBe(413)
  expect(await post(await picture().png().toBuffer())).toBe(200)
})
