import { linesOf } from './demo-draw.ts'

/** How people say what they do. `{does}` ends a sentence that begins with “I”. */
export const introductions: readonly string[] = linesOf(`
  {Trade} in {town}. I {does}.
  I {does}. Born and raised in {town}.
  {years} years a {trade}, and still learning.
  {town} is home. I {does}, and I am proud of it.
  A {trade} by day, {hobby} by night.
  My mother says I talk too much and my customers say I work too much. {Trade}, {island}.
  People know me as the {trade} from {town}. I {does}.
  Came to {island} for a summer and stayed {years} years. I {does}.
  What I do: I {does}. What I don’t do: promise what I can’t keep.
  {Trade}. Island girl or island boy, depending on who you ask, but always on time.
  Started sweeping floors at {company}; today I {does}.
  If it needs a {trade}, I have probably seen worse.
  Simple: I {does}.
  Call me on any day but Sunday. {Trade}, {town}.
  The family has been in {town} for five generations. I {does}.
  {Trade} with small hands and big plans.
  Between {town} and the rest of {island}, I {does}.
  I left for school, came back for good, and now I {does}.
`)

/** What some add. */
export const asides: readonly string[] = linesOf(`
  Ask me about my goats.
  Sunday school teacher and proud.
  I sail C class when somebody lets me.
  Father of three.
  Mother of two boys and one stubborn parrot.
  You will find me by {spot} after five.
  Saving up for my own place.
  I play the bass drum for Junkanoo.
  References from {company}.
  Will work for benny cake.
  Fluent in Creole too.
  I coach softball in {town}.
  Available on short notice.
  No job too small.
  Night classes on Tuesdays, so not then.
  Dominoes champion of {town}, twice.
  Grower of the hottest goat pepper in {island}.
  God first.
  Early riser.
  Still looking for a good sapodilla tree.
  Happy to teach what I know.
  Ten years on a mail boat taught me patience.
`)

/** What people are when they are off work. */
export const hobbies: readonly string[] =
  'a choir singer,a domino player,a costume paster,a bonefisher,a baker of coconut tart,a rake-and-scrape drummer,a deacon,a sloop sailor,a student of law,a grower of orchids'.split(
    ',',
  )
