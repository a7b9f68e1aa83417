import type { About } from './demo-comment-words.ts'
import { linesOf } from './demo-draw.ts'

/**
 * What people of the demonstration write about. In braces stands what is put in for each: who, where, how much, when.
 */
export interface Topic {
  readonly about: About
  /** How much of what is written is of this. */
  readonly weight: number
  /** The months it is written in, 1 to 12; undefined: all year. */
  readonly months?: readonly number[]
  readonly texts: readonly string[]
}

export const topics: readonly Topic[] = [
  {
    about: 'workWanted',
    weight: 16,
    texts: linesOf(`
      Looking for work from Monday. {Trade}, {years} years of it, own tools, can travel to {otherIsland} if the boat fare is covered. References on request.
      My contract in {town} ends this Friday. If anybody needs a {trade}, please tag me or send a message.
      Good morning all. {Trade} available weekends and evenings, {town} and around. Fair price, clean work.
      Anyone hiring a {trade} in {island}? Been home since the resort laid off half of us and I am ready to start tomorrow.
      Just finished my certificate! Looking for my first job as a {trade}. I learn fast and I don’t mind the early shift.
      Back from {otherIsland} after two years away. {Trade} by profession, looking for something steady near {town}.
      {name} and I are a team of two. We take small jobs, big jobs, half-finished jobs that somebody else walked off. Message for a quote.
      Day work wanted this week: hauling, painting, yard work, anything honest. I live in {town} and have a truck.
      Retired last year and bored already. {Trade} for {years} years, glad to help two or three days a week.
      Need a {trade} you can depend on? Ask {name} about the job I did for them near {spot}. They will tell you.
      Open to offers again. Remote is fine, the Internet in {town} has been good since they ran the new fibre.
      Two slots free next week before I go on another contract. {Trade}, {island} only.
      Sister of mine needs work, not me this time. She is a {trade} in {otherTown}, four kids, never late a day in her life.
      If you are building in {town} this year, talk to me before you sign anything. I have fixed too many jobs that were started cheap.
      Part-time wanted, mornings only because I have night classes. Office, shop, kitchen, I have done all three.
      Certified, insured, sober and on time. {Trade} in {town}. That is the whole advertisement.
    `),
  },
  {
    about: 'events',
    weight: 12,
    texts: linesOf(`
      Fish fry at {spot} this {day} from five. Snapper, crack conch, peas and rice. Bring change, we can’t break hundreds.
      Homecoming committee meets {day} at seven by {spot}. We need hands for the stalls and somebody who owns a good generator.
      Health fair {day} at {spot}: free blood pressure and sugar checks, nurses from the clinic will be there until two.
      Cook-out in aid of the primary school roof, {day}, {spot}. Ten dollars a plate. Steam chicken or ribs.
      Beach clean-up {day} at seven sharp, meet at {spot}. Gloves and bags are there. Last time we took out two truckloads.
      Free class on {day}: how to write an invoice and what VAT really wants from you. {spot}, bring a pen.
      Choir concert at {spot} on {day} evening. {name} is singing the solo and the whole family is coming from {otherTown}.
      Domino tournament {day} night, {spot}. Entry five dollars a team, winner takes half, the rest goes to the Little League.
      Career day at the high school needs a {trade} to talk for ten minutes. {day} morning. The children love it when you bring tools.
      Craft market every {day} through the season by {spot}. Stalls are {price} dollars, first come.
      Blood drive at {spot} {day}, nine to three. They are very low on O negative.
      Softball: {town} against {otherTown}, {day} four o’clock. Loser buys the conch salad.
      Swimming lessons for children start again {day}. No child in {island} should grow up by the water and not swim.
      Small business evening at {spot}, {day}. Bankers will be there, so ask them why they want six months of statements.
      Rake-and-scrape {day} night! {name} on the saw, goatskin drum, the old-time way. {spot}.
      Come and see the model boats race at {spot} on {day}. My grandson built his from a coconut husk.
    `),
  },
  {
    about: 'storms',
    weight: 8,
    months: [6, 7, 8, 9, 10, 11],
    texts: linesOf(`
      Watch that wave coming off Africa, people. Check your shutters now, not when the line at the hardware store is round the corner.
      Power has been off in {town} since three this morning. Anybody know if it is the line or the plant?
      Storm prep list that saved us last time: water, cash, batteries, copies of your papers in a zip bag, and a full tank.
      Plywood is down to the last stack at the yard in {town}. They say the mail boat brings more on {day}.
      Thank God, only branches down here in {town}. How are things over in {otherTown}? My mother is not answering.
      {spot} is flooded again, don’t take a small car through there until the tide goes down.
      Shelter at the school gym is open. Bring your own blanket and medicine. Pets have to stay in the back room.
      I have a chain saw and a free morning. If a tree is on your fence near {spot}, call out.
      The airport in {otherTown} is closed until further notice. If you were flying today, ring before you go.
      Generator service before the season: {price} dollars, oil and filter included. Do not wait for the warning.
      After Dorian I promised myself to keep the roof straps checked every June. Did mine today. Do yours.
      Mail boat is not leaving until the swell drops, captain says {day} at the earliest. Your lettuce will be late.
      Does anyone have spare tarpaulin in {island}? Old Mr. {lastName} has water coming through over the bed.
      Rain gauge says four inches since midnight. The cistern is happy at least.
      Who can board up two windows for an elderly lady by {spot}? I pay the nails and the lunch.
    `),
  },
  {
    about: 'thanks',
    weight: 11,
    texts: linesOf(`
      Big thank you to {name} who drove my father to the clinic last night and would not take a cent for gas.
      To whoever found my wallet by {spot} and handed it in with everything still inside: God bless you.
      We hired {name} {lastName} through this site for the kitchen and it is beautiful. Finished two days early. Hire Bahamian!
      Shout-out to the nurses at the {town} clinic. Patient, kind, and on their feet since six.
      Six months ago I posted here that I needed work. Today I signed a permanent contract. Thank you to everybody who passed my name along.
      The students from {otherTown} who painted our church hall: you did not even leave a drip on the floor. Respect.
      {company} replaced the compressor that failed after a week, no argument and no charge. That is how you keep a customer.
      My son got his captain’s licence! Thanks to {name} for two years of patience out there with him.
      Credit where it is due: water was back in {town} two hours after I reported the burst pipe.
      Thank you {town} for the way you turned out on {day}. We raised enough for the whole roof.
      Somebody cut the bush by the bus stop at {spot} without being asked. I see you, and I thank you.
      Grateful for the lady who lent me a dress for my interview. I got the job, and I owe you one ironing.
      Our team leader {name} retires this week after {years} years. Nobody ever heard her raise her voice.
      The church fed ninety people on {day}. If you peeled one potato, thank you.
      It took five men and a tractor, but the boat is off the reef. Drinks on me at {spot}.
    `),
  },
  {
    about: 'regattas',
    weight: 8,
    months: [3, 4, 5, 6, 7, 8, 10],
    texts: linesOf(`
      Regatta results: {boat} took the A class by half a boat length. The protest was heard until midnight.
      Who is sailing down for the regatta? We have two bunks free on the mail boat out of {town}.
      Crew wanted for {boat}, must be able to sit out on the pry and not complain. Practice {day}.
      Booked my stall for regatta week. Guava duff, coconut tart, and switcher cold enough to hurt.
      Sail loft is full, but {name} will squeeze in a jib if you bring him grouper.
      The committee wants bow numbers painted by {day}. Black, a foot high, no excuses.
      If you never saw the start at {spot} with eighteen sloops on anchor, you have not lived.
      Rooms for regatta? My aunt has one left in {town}, {price} dollars a night, breakfast if she likes you.
      {boat} has a new mast, cut from a pine on Abaco and shaped by hand in {town}. Went to look at it and got goosebumps.
      Skipper says we lost because the crew was too light. Crew says we lost because of the skipper.
      C class practice was called off, not a breath of wind, so we went for conch instead. Good day anyhow.
      Volunteers needed to hand out water at the regatta site. You get a T-shirt and the best view.
      Children’s Optimist race was won by a girl of nine from {otherTown}. Remember her name in ten years.
      Does anyone have a bilge pump I can borrow until {boat} is back from {otherIsland}?
    `),
  },
  {
    about: 'prices',
    weight: 7,
    texts: linesOf(`
      Gas went up again. {price} dollars to fill the van today, and I remember doing it for half.
      Conch is five dollars apiece at {spot}. Last year it was three. Where does it end?
      Tip: limes are cheap at {spot} on {day} after four, when the farmers want to go home.
      What do you all charge for a day’s work as a {trade} in {island}? I don’t want to rob anybody and I don’t want to be robbed.
      Rent in {town} is getting silly. {bigPrice} dollars for a one-bedroom and the stove has two plates.
      Bought onions in {otherTown} for a third of what they cost in {town}. It is the freight, always the freight.
      Freight on one pallet from Florida: {bigPrice} dollars before duty. Is that what everyone pays now?
      Power bill for a house with three bulbs and a fan: {price} dollars. Something is not right.
      Someone quoted me {bigPrice} dollars for a cistern pump. Fair or foolish?
      Grouper season is closed, so if somebody sells you “grouper” this week, ask to see the head.
      Water by the truck is up to {price} dollars in {town}. Dig your own well while you can, say I.
    `),
  },
  {
    about: 'sales',
    weight: 5,
    texts: linesOf(`
      For sale, one outboard, 40 horsepower, runs sweet, {bigPrice} dollars. {name} serviced it last month.
      Selling a good gas stove, moving off island. {price} dollars if you lift it yourself.
      Mangoes! Two buckets for {price} dollars at my gate near {spot}. Come before the bats.
      Land for sale, quarter acre on the hill behind {spot}, papers clean. Serious people only.
      Used laptops from {company}, wiped and tested, {price} dollars each. Good for a student.
      Fresh thyme, goat pepper and pigeon peas from my yard, {price} dollars the big basket. {town}, ask for {name}.
      Outgrown: two bicycles, one crib and a mountain of school uniforms. {price} dollars takes all of it.
      Bread, coconut tart and potato bread every {day}. Order the day before, I bake until the flour is gone.
    `),
  },
  {
    about: 'questions',
    weight: 15,
    texts: linesOf(`
      Which bank opens an account for a sole trader without asking for my grandmother’s birth certificate?
      Does anybody know a good {otherTrade} in {town}? Mine moved to {otherIsland}.
      What time does the ferry to {otherTown} really leave? The website says eight and the captain says when he is ready.
      How long did your work permit renewal take this year? We are at week eleven.
      Where can I get a passport photo in {town} on a Saturday?
      Question for the {trade}s here: what do you do when a client wants changes after the price is agreed?
      Is the clinic in {town} open on {day}? Child has a fever, nothing terrible.
      Recommendations for night classes please. I want to learn bookkeeping and I work until five.
      Can anyone tell me the duty on second-hand tools brought in by boat?
      Who repairs sewing machines? It belonged to my mother and I am not throwing it away.
      Any dog groomer that comes to {island}? Ours looks like a mop.
      Is it still possible to get the small business grant, or is that finished for the year?
      My daughter starts at UB in the fall. Does anyone rent a room to a quiet student?
      What is the best season to paint a roof here? Everybody tells me something else.
      Lost: grey parrot, answers to Winston, last seen near {spot}. He insults people, please do not take it personally.
      Has the road by {spot} been patched yet, or do I still go round?
      Where do you all buy top-palm for plaiting now that the old lady at {spot} has stopped?
      Do I need a licence to sell jam from my own kitchen?
      Which phone network works on the north side of {island}? I have one bar if I stand on the wall.
      Any advice for an interview with {company}? It is on {day} and I have not slept.
    `),
  },
  {
    about: 'musings',
    weight: 10,
    texts: linesOf(`
      Five in the morning, flat calm, and the whole bank pink. This is why I don’t live in a city.
      First day as a {trade} and I already dropped something on my foot. Proud anyway.
      They said it could not be fixed. It is fixed. {Trade}s of {island}, be proud.
      Long week. Feet up, switcher in hand, breeze from the east.
      My apprentice asked me today why I measure twice. Then he cut once, wrong. Now he knows.
      Flamingos on the pond behind {spot} this morning, I counted thirty.
      Rush day! I have glue in my hair, crêpe paper in my bed, and no sleep. Ready.
      Nothing like guava duff when the rain is drumming on the roof.
      Finished {name}’s order at midnight, delivered it at six, and she cried. Good tears.
      Twenty-two years today since I opened the shop. Two hurricanes, one fire, still here.
      Monday again. Coffee, prayer, toolbox.
      Saw a turtle as wide as a table off {spot}. Did not even look at me.
      Lesson of the week: write it down. A handshake is fine until the price of lumber moves.
      Grammy turned 94 and still tells me how to fry fish. She is still right.
      New sign is up on the shop! Hand-painted by {name}, not one crooked letter.
      No signal, no current, no problem. We told stories on the porch until ten.
      Sometimes the best tool in the truck is a folding chair.
      Old people say the sapodilla blooms heavy before a dry year. Ours is white with it.
    `),
  },
  {
    about: 'hiring',
    weight: 7,
    texts: linesOf(`
      We are hiring at {company}: somebody reliable for {town}, start on {day}. The details are under Jobs.
      Interviews at {company} went on until dark. So much talent in {island}, I wish we had ten places and not two.
      {company} is looking for summer students again. If your teenager gets up before ten, send them.
      If you applied with us last week: we read every one. Answers go out by {day}.
      Three people did not turn up for their interview this morning. Please, just send a message.
      Our crew grows: welcome to {name}, who joins us from {otherTown} as a {otherTrade}.
      Employers, put the pay in the advertisement. You save your time and ours.
      Training day at {company}, paid, lunch included. We would rather teach somebody willing than hunt for somebody perfect.
      Needed urgently: a {otherTrade} for two days near {spot}, ours is down with the flu. {price} dollars a day.
      We won the contract for {spot}! That means work for eight people until Easter. Watch this space on {day}.
      A word to those who write to us: spell the name of the company right. It is half the battle.
      Our {otherTrade} is leaving for school, and we could not be prouder or more desperate. Apply!
    `),
  },
  {
    about: 'junkanoo',
    weight: 5,
    months: [11, 12, 1],
    texts: linesOf(`
      Pasting every night until Boxing Day at the shack by {spot}. If you can cut a straight fringe, come.
      Who has goat skin for drums? Ours split in the rehearsal and {day} is too late.
      Scrap group from {town} will shock them all this year, mark my words.
      Rum cake orders close on {day}. After that I bake for my own people only.
      Christmas lights are up at {spot}. Go after seven, take the children, walk slowly.
      Bay Street bleacher tickets: two to spare, same price I paid.
      Poinciana is bare, poinsettia is red, cold front at 70 degrees and everyone in a jacket.
      Toy drive for {otherTown} ends {day}. New or as good as new, please, we are not clearing out your garage.
      Cowbells from my grandfather, re-tinned by {name} in {town}. Hear me coming on New Year’s morning.
      Anybody driving to the airport on the 24th with one empty seat? I am small and I bring benny cake.
    `),
  },
]

/** Ends some of the posts, as people do. */
export const codas: readonly string[] = linesOf(`
  Share please.
  Serious inquiries only.
  One love.
  Tell a friend.
  Asking for my cousin.
  Message me, I don’t always see comments.
  Thanks in advance!
  Have a blessed day.
  🌴
  🙏🏽
  Don’t say nobody told you.
  See you there.
  No time wasters.
  ⛵
  I will answer after work.
  Stay safe.
`)
