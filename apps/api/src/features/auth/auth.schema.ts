import { Type } from 'typebox'
import { newUserProperties, OwnProfile } from '../users/index.ts'
import { longestPassword, shortestPassword } from './password-rules.ts'

const strict = { additionalProperties: false }

export const NewPassword = Type.String({
  minLength: shortestPassword,
  maxLength: longestPassword,
  description: 'Not your e-mail address, username or phone number.',
})
/** As it was typed: whether it is right is found out, not whether it would be allowed today. */
const Password = Type.String({ minLength: 1, maxLength: longestPassword })

export const Register = Type.Object({ ...newUserProperties, password: NewPassword }, strict)

export const Login = Type.Object(
  {
    login: Type.String({
      minLength: 1,
      maxLength: 254,
      description: 'E-mail address, phone number or username.',
    }),
    password: Password,
  },
  strict,
)

export const RefreshToken = Type.Object(
  { refresh_token: Type.String({ minLength: 1, maxLength: 200 }) },
  strict,
)

export const ChangePassword = Type.Object({ current_password: Password, new_password: NewPassword }, strict)

export const CloseAccount = Type.Object({ password: Password }, strict)

export const SignedIn = Type.Object(
  {
    access_token: Type.String({ description: 'For `Authorization: Bearer …`.' }),
    refresh_token: Type.String({ description: 'Good once, for new tokens.' }),
    token_type: Type.Literal('Bearer'),
    expires_in: Type.Integer({ description: 'Seconds until the access token expires.' }),
    user: OwnProfile,
  },
  { description: 'Signed in.' },
)

export const Verified = Type.Object(
  { valid: Type.Literal(true), user: OwnProfile },
  { description: 'The token is good, and this is whose it is.' },
)
