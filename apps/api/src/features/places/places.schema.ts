import { Type } from 'typebox'
import { nullable } from '../../platform/http.ts'

const Slug = Type.String({ description: 'What it is called in addresses and filters.' })

export const CategoryList = Type.Object(
  {
    categories: Type.Array(Type.Object({ slug: Slug, name: Type.String(), description: Type.String() })),
  },
  { description: 'Every kind of work.' },
)

export const LocationList = Type.Object(
  {
    locations: Type.Array(
      Type.Object({
        slug: Slug,
        name: Type.String(),
        island: nullable(
          Type.String({ description: 'The slug of the island that a town is on; null: an island.' }),
        ),
      }),
    ),
  },
  { description: 'The islands, each before its towns.' },
)
