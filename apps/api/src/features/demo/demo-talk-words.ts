import { linesOf } from './demo-draw.ts'

/** Conversations, a line each: what is said, in turns. */
export const talks: readonly (readonly string[])[] = linesOf(`
  Good morning, is the work near {spot} still open? | Morning! Yes, till {day}. | I can come and look at it tomorrow. | Come at eight, ask for {name}. | See you then.
  Hi, I saw your profile. Do you take jobs in {otherTown}? | I do if the boat fare is covered. | We would cover it, and a room. | Then tell me more. | Three days, maybe four. I’ll send pictures tonight. | 👍🏽
  Did you get the estimate? | Just opened it. The second line looks high. | That is the freight, I can show you the bill. | Fine, go ahead. | Thank you, I’ll order in the morning.
  Congratulations on the new job! | Thank you!! Still can’t believe it. | Drinks at {spot} on {day}? | I’m there.
  Hello, {name} gave me your name. Could you look at my roof? | How old is it? | Twenty years or so, leaks over the porch. | I can pass on {day} after four. | Perfect. White house behind {spot}.
  Are you still selling the outboard? | Yes, but somebody from {otherTown} is coming on {day}. | I can come today, with cash. | Then come today.
  Just checking you reached safely. | Reached at ten, rough past the point. | Glad to hear it. Call your mother.
  Thank you for coming to the interview. We would like to offer you the place. | I am so happy! When do I begin? | Is {day} too soon? | {day} is fine. What should I bring? | Passport, NIB card, and good shoes.
  Can you do Saturday instead of {workday}? | Saturday is my daughter’s graduation, sorry. | Oh, of course. Next week then. | Next week is good.
  I’m at {spot}, where are you? | Two minutes, behind the jitney. | I see you.
  Invoice attached, {price} dollars as agreed. | Paid this morning, check your account. | It’s there. A pleasure!
  You left your level and two clamps here. | I was looking for those all week! | They’re on the porch, pass any time.
  Do you know somebody who does what you do, but in {otherIsland}? | Ask {name} {lastName}, best there is. | You have a number? | Not without asking. I’ll tell them to write you here. | Appreciate it.
  We’re sailing {day}. You in? | Which boat? | {boat}. | Then I’m in.
  Quick question about the VAT on labour. | Charge it if you’re registered, otherwise don’t. | And materials? | Same answer. | You’re a star.
  The children loved your talk. One of them wants to be a {trade} now. | Only one? | Seven. | That’s better. Thank you for having me.
  Is the room still free for September? | It is. Quiet house, no smoking. | My son is very tidy. | That’s what they all say 😄 Bring him on {day}.
  Power is out by us, so I’ll be late with the drawings. | No rush, ours is out too. | Tomorrow noon latest.
  I wanted to say sorry about yesterday. | Nothing to be sorry for, the swell was too high. | Shall we try again on {day}? | Let’s.
  Your quote was the best one, but can you begin before the first? | If {name} helps me, yes. | I’ll pay for two then. | Deal.
  How is your father? | Home since {day}, thank God. Weak but talking. | Tell him {town} asks after him. | He’ll like that.
  I have a spare ticket for {day}. | How much? | Nothing. You fixed my pump, remember. | Then I’m bringing dinner.
`).map((line) => line.split(' | '))
