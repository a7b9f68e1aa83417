import { Type } from 'typebox'
import { permissions, type Permission } from './permissions.store.ts'

export const PermissionSet = Type.Unsafe<Permission[]>({
  type: 'array',
  items: { type: 'string', enum: [...permissions] },
  maxItems: permissions.length,
  uniqueItems: true,
  description: 'What someone may do beyond what everyone may.',
})

export const SetPermissions = Type.Object({ permissions: PermissionSet }, { additionalProperties: false })

export const PermissionsOf = Type.Object(
  { permissions: PermissionSet },
  { description: 'What the user may do now.' },
)
