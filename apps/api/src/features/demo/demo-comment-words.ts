import { linesOf } from './demo-draw.ts'

/** What may be said under any post. */
export const anywhere: readonly string[] = linesOf(`
  Passing this on.
  Sharing this in {town}.
  Thank you for sharing, I would have missed it.
  My mother was talking about this only yesterday.
  Somebody tag {name}.
  {name}, look at this.
  {name}, this one is for you.
  Only in The Bahamas 🇧🇸
  👍🏽
  🙏🏽
  ❤️
  💯
  🇧🇸
  Greetings from {town}!
  All of {island} should read this.
  Showed this to everybody at work.
  Let us know how it goes.
  Keep us posted.
  Sent it to my cousin in {otherTown}.
  Sent it to {name} as well.
  {name} said the same this morning.
  We talked about exactly this at lunch.
  Saw this just in time.
  I wanted to write the same, you were faster.
  This is why I look in here every morning.
  Blessings from {island}.
  Well said!
  Respect.
  Amen.
  I could not have put it better.
  Say it louder for the ones in the back.
`)

/** What may be said under a post of a topic, beside what may be said under any. */
const underTopic = {
  workWanted: linesOf(`
    Sending you a message now.
    I know somebody. Check your messages.
    Good people, good work. I vouch for them.
    Worth every penny, I used them twice.
    Keep the faith, something will come.
    What number can we call?
    Would you come to {otherIsland} too?
    {company} was looking, try them.
    Ask at {company}, tell them I sent you.
    My cousin in {otherTown} may need you.
    Don’t let them discourage you.
    Put your rates in, it saves everybody time.
    Are you free on {day}?
    Can you put up some pictures of your work?
    Best of luck!
    You will not be without work for long.
    They did a good job for my neighbour.
    Hire this one before I do.
    Look under Jobs, there was something for you on {day}.
    I wish I had known that last week.
    We may have something after the first. Message me.
    Reliable is worth more than cheap.
  `),
  events: linesOf(`
    Count me in.
    Two of us coming, save us a seat.
    Is this still on?
    I can be there, after work.
    Who else is coming from {otherTown}?
    What if it rains?
    Is there parking?
    I was there last time, and it was better than they say.
    We need more of this in {island}.
    Can children come?
    Who do we call if we want to help?
    I’ll bring ice.
    {name} and I will be there early to set up.
    See you there!
    Wish you would do one in {otherTown} too.
    I have to work, but my sister will come.
    Same place as last year?
    I can lend you two tables and a tent.
    Put it on the church notice board too.
    Good cause, we’ll come.
    You always do this so well.
  `),
  storms: linesOf(`
    Praying for you all.
    Stay safe over there.
    Same thing over here in {town}.
    All quiet in {town} so far.
    We are all right here, thank God.
    Check on the old people, please.
    Ask {name}, they had the same last year.
    Learned that one from Dorian.
    It is only the season, and already I am tired of it.
    Call the office before nine, after that nobody picks up.
    Rain here since midnight too.
    Anything you need, I have a truck.
    I’ll pass by when the road is clear.
    The radio says it gets better by {day}.
    They said the same last year.
    Water and batteries first, everything else after.
    Come by us if it gets bad, we have room.
    My cousin in {otherTown} says the same.
    Better too early than too late.
    God is good.
    Not in {town}, not yet anyhow.
    The old people always knew before the radio did.
  `),
  thanks: linesOf(`
    Congratulations, well deserved.
    Proud of you!
    Beautiful.
    This made my morning.
    Glad to hear it turned out fine.
    We need more of this in {island}.
    Small island, big heart.
    That is how we were raised.
    There are still good people.
    God bless everyone who had a hand in it.
    Somebody should write that down.
    Now I have something in my eye.
    You see? Good news travels too.
    They were just as good to my family.
    That is {town} for you.
    So happy for you all!
    Give thanks.
    Good things come back around.
    I am not surprised at all.
    What a blessing.
    I know them, they would do it again tomorrow.
    More people should say thank you in public.
  `),
  regattas: linesOf(`
    See you at the start.
    {boat} all the way!
    Nobody beats {boat} in a breeze.
    The protest is half the fun.
    My grandfather built sloops, he would have loved this.
    Who is going down from {otherTown}?
    {boat} would have won with a real skipper.
    I’ll bring the johnnycake.
    Say that to my face at the finish 😂
    Goosebumps.
    Best week of the year.
    The old sloops are the best ones.
    Is {name} sailing this year?
    Wind looks good for {day}.
    Put up pictures, please, I’m stuck at work.
    I’ll sit on the pry if somebody feeds me.
    Been sailing since I was six and I still learn.
    Ask {name}, they know everybody on the committee.
    We take the mail boat down, as always.
    Talk is cheap, the start is at ten.
    Nothing like it anywhere.
    My uncle has raced every year since 1971.
  `),
  sales: linesOf(`
    Is it still there?
    I’ll take it if it is still there on {day}.
    How much would it be for {otherIsland}, with the freight?
    Can you put up a picture?
    Sending you a message now.
    Can you hold it until payday?
    Is the price firm?
    Fair price.
    What number can we call?
    Do you deliver to {otherTown}?
    I’ll pass by after work.
    You can’t get it cheaper, I looked everywhere.
    The one near {spot} asks more.
    My brother wants it, he is calling you now.
    Cash on {day}, if you keep it for me.
    Where exactly are you?
    I bought from them before, honest people.
    Wish I had seen this last week.
    Why so cheap? 😄
    Would you trade for conch?
  `),
  prices: linesOf(`
    It is always the freight.
    Lord, I thought it was only me.
    Same thing over here in {town}.
    More than that in {otherTown}.
    Everything goes up but the pay.
    Been saying this since before the bridge was built.
    Ask {name}, they find everything cheaper.
    The one near {spot} does it for less.
    And next month it will be more.
    I remember half of that.
    Somebody is getting rich, and it isn’t us.
    You pay for the boat, the duty and the sunshine.
    My grandmother would not believe these numbers.
    Try buying together with the neighbours, we do.
    Honest answer: too much.
    That is what I pay as well.
    Grow it, catch it or do without.
    I stopped looking at the bill.
    In {otherIsland} they pay double.
    Nobody can live like this.
    Somebody should put all the prices on one page.
  `),
  questions: linesOf(`
    Following, I need to know too.
    Depends who you ask.
    Ask {name}, they had the same last year.
    Call the office before nine, after that nobody picks up.
    I know somebody. Check your messages.
    My cousin in {otherTown} can help with that.
    Asked the same last year and never found out.
    {name} knows, ask there.
    It changes every month.
    Go early and take a book.
    I had bad luck with that, but I hope you do better.
    Sending you a message now.
    Bring every paper you have, and a copy.
    Somebody by {spot} told me they know.
    In {otherTown} it is easier.
    Depends on the day and on who is at the desk.
    Good question.
    Not the first to ask, and not the last.
    If you find out, tell the rest of us.
    Worked out for us in the end, be patient.
    I can ask my aunt, she knows everybody.
    I used to know, but everything has changed.
  `),
  musings: linesOf(`
    Beautiful.
    This is true for {island} too.
    My mother used to say exactly this.
    The old people knew.
    Still laughing 😂
    Somebody should write that down.
    You have my vote.
    That is how it starts, and then you look up and ten years are gone.
    Wish I were there.
    That’s the life.
    I felt this.
    Made me smile.
    A day like that is worth a week.
    This is home.
    I’ll remember that.
    My father all over again.
    Same here, every single time.
    You should write a book.
    Poetry.
    Good for you!
    Needed this today.
  `),
  hiring: linesOf(`
    Sending you a message now.
    My nephew would be good for this.
    Is it open to people from {otherTown}?
    Applied on {day}, fingers crossed.
    I worked there, good people.
    Good to see somebody growing.
    What are the hours?
    Is there a place to stay for people from {otherIsland}?
    They treat you right there.
    I know somebody. Check your messages.
    More employers should talk like this.
    They answered me within the week.
    Do school leavers have a chance?
    Who do I ask for?
    Best place I ever worked.
    Good luck to everyone who applies!
    Wish this had come a year ago.
    {name} should hear about this.
    Is there something for somebody of fifty?
    Hire Bahamian!
    I’ll ask around in {town}.
  `),
  junkanoo: linesOf(`
    Can’t wait!
    See you on Bay Street.
    Rush!
    I hear the drums already.
    Kalik, kalik, kalik.
    Who else is coming from {otherTown}?
    My uncle still has cowbells from 1968.
    Cold front or no cold front, we’ll be there.
    This is my favourite time of the year.
    Is {name} dancing this year?
    Save me a slice of rum cake.
    I’ll bring the children.
    The Valley will have something to say about that.
    Merry Christmas from {island}!
    I can be there, after work.
    Nobody sleeps this month.
    Ask {name}, they know who has some.
    Count me in.
    Glue in everything again 😂
    May the best group win.
    It gets better every year.
  `),
} as const

/** What a post is about, as far as what is said under it goes. */
export type About = keyof typeof underTopic

/** All that may be said under a post. */
export function remarksOn(about: About): readonly string[] {
  return [...anywhere, ...underTopic[about]]
}
