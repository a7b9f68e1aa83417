import { linesOf } from './demo-draw.ts'

/** A kind of work that somebody is wanted for. */
export interface Work {
  readonly category: string
  readonly title: string
  /** In whole dollars, for what `per` says. */
  readonly low: number
  readonly high: number
  readonly per: 'hour' | 'day' | 'week' | 'month' | 'job'
  /** It can be done from anywhere. */
  readonly isRemote: boolean
  /** What there is to do, said in several ways. */
  readonly duties: readonly string[]
}

const pays = ['hour', 'day', 'week', 'month', 'job'] as const

/** `category ; title ; low-high per ; remote or not ; one way to say it | another` */
export const works: readonly Work[] = linesOf(`
  hospitality ; Front desk agent ; 420-560 week ; no ; Check guests in and out, answer the phone before the third ring, know the ferry times by heart. | You are the first face our guests see. Six rooms a day turn over, and every one of them asks where to eat.
  hospitality ; Tour guide, half days ; 90-140 day ; no ; Lead groups of up to twelve through town and along the water. You know the stories, and you know which ones are true. | Two walks a day, mornings, with cruise visitors. Good shoes and a louder voice than the jitneys.
  hospitality ; Night auditor ; 480-620 week ; no ; Eleven to seven. Close the day, print the reports, and keep an eye on the gate. | Someone calm with numbers for the quiet hours, who can also carry a suitcase.
  hospitality ; Guest house manager ; 2400-3200 month ; no ; Run a house of nine rooms: bookings, staff of four, breakfast on time, and the cistern never dry. | We live abroad and need somebody to treat the place as their own.
  hospitality ; Concierge ; 500-680 week ; no ; Charters, tables, golf carts, birthday cakes at an hour’s notice. | You make things happen for forty villas, and you write everything down.
  hospitality ; Pool and beach attendant ; 340-420 week ; no ; Towels, umbrellas, chairs out at seven and in at six. Kind to children. | Keep the deck tidy and the guests happy. First aid is a plus, swimming is a must.
  food ; Line cook ; 480-640 week ; no ; Grill and fry station, dinner only. We do a hundred and twenty covers on a Friday. | You can hold a section when the tickets hang to the floor.
  food ; Baker, early shift ; 520-660 week ; no ; Three in the morning to eleven. Johnny cake, coconut bread, dinner rolls for four hotels. | The ovens are old and the bread is good. You keep both that way.
  food ; Bartender ; 380-520 week ; no ; Beach bar, lively, honest till. You make a sky juice that people talk about. | Evenings and Sundays. Tips are shared at the end of each night, in front of everybody.
  food ; Caterer for a wedding ; 2500-4200 job ; no ; Eighty guests, buffet, local food done beautifully, two vegetarians and one shellfish allergy. | Menu tasting a month before. We have tables and tents; you bring the rest.
  food ; Kitchen helper ; 300-380 week ; no ; Wash, peel, scale fish, carry. Whoever works hard here is cooking within the year. | No experience needed, only two feet and good humour.
  food ; Head chef ; 3200-4500 month ; no ; Build a menu round what the boats bring. Six in the kitchen, full freedom, firm budget. | The last chef stayed eleven years. We would like to do that again.
  construction ; Mason ; 150-220 day ; no ; Block work for a house of two storeys, foundation is poured. | Six weeks of walls, columns and belt course. Our helper mixes, you lay.
  construction ; Carpenter for kitchen cabinets ; 1800-3200 job ; no ; Measure, build and hang cabinets in cedar and birch ply. Drawings are ready. | Old kitchen is out already. Eleven units and an island with a stone top.
  construction ; Electrician ; 200-280 day ; no ; Rewire a shop: new panel, thirty outlets, emergency lights, and papers for the inspector. | Generator change-over and a board that trips whenever it rains. Licence needed.
  construction ; Roofer ; 2800-5200 job ; no ; Strip and reshingle 1,800 square feet before the season. Straps to code, ice-and-water shield in the valleys. | Leaks at the ridge and in one valley. We want it done once and right.
  construction ; Painter ; 110-150 day ; no ; Outside walls, two coats, and the shutters in Bahamian blue. Scaffold is on site. | Four bedrooms, ceilings too. We move back in on the first.
  construction ; Plumber for a bathroom ; 900-1700 job ; no ; New shower, basin and toilet, pipes to be moved a metre. | The drain backs up and nobody has found out why. You will.
  construction ; Site foreman ; 2800-3800 month ; no ; Fourteen men, three houses, one schedule. You read plans and you keep the diary. | Somebody who is there before the first truck and leaves after the last.
  marine ; Charter captain ; 250-350 day ; no ; Day trips in a 38-foot centre console, swimming pigs, sandbars, and back before sunset. | Class A licence, clean record, and patience for people who have never been on a boat.
  marine ; Deckhand ; 110-150 day ; no ; Lines, fenders, snorkel gear, a smile. Four days on, three off. | You swim well, you get up early and you do not get seasick.
  marine ; Outboard mechanic ; 650-900 week ; no ; Yamaha and Suzuki, four-stroke, from plugs to power heads. | Our yard has forty boats on stands and one pair of hands. We need the second.
  marine ; Dive instructor ; 550-750 week ; no ; Two dives in the morning, courses in the afternoon, four students at most. | Reef, wall, and a shark dive on Thursdays. Your card is up to date.
  marine ; Boat builder’s apprentice ; 320-420 week ; no ; Learn to loft, plank and caulk the old way from a man who has built sixty sloops. | Sanding first. Then more sanding. Then, one day, a plane.
  marine ; Dockmaster’s assistant ; 400-520 week ; no ; Radio, lines, fuel, receipts. The marina has fifty slips. | Catch bow lines in any wind, and sell ice with a smile.
  fishing-farming ; Crew for the crawfish season ; 900-1600 week ; no ; Three weeks out, one home, share of the catch. Compressor divers with a certificate only. | Strong swimmers who know the bank. Food is good, the captain is strict.
  fishing-farming ; Farm hand ; 320-420 week ; no ; Tomatoes, sweet pepper, goats. Six to two with the worst of the heat off. | Weeding, drip lines, fences, and market on Saturday.
  fishing-farming ; Landscaper ; 110-160 day ; no ; Native plants only: silver top, sea grape, gumbo limbo. We plan, you plant. | Large garden by the sea, neglected for years. A month’s work at least.
  fishing-farming ; Beekeeper’s helper ; 140-180 day ; no ; Forty hives in the pine barren. Suit is provided, calm is not. | Harvest twice a year, inspections every second week.
  fishing-farming ; Bonefishing guide ; 300-420 day ; no ; Pole a skiff on the west side, know the tides, spot what a visitor can’t. | Bookings from November to June. Own skiff is worth more.
  fishing-farming ; Hydroponics technician ; 2000-2600 month ; no ; Lettuce and herbs in two containers. Pumps, pH, seedlings, records. | You will run a small machine that feeds six restaurants.
  transport ; Delivery driver ; 380-480 week ; no ; Water and gas, forty stops a day, heavy lifting. Clean licence. | Own route, company van, home by five.
  transport ; Jitney driver ; 420-540 week ; no ; Route 10, early or late shift. You have the PSV licence and no points. | Be courteous, be on time, keep the music at a volume the grandmothers like.
  transport ; Customs broker’s clerk ; 480-620 week ; no ; Entries, invoices, chasing containers. You know a tariff code from a phone number. | Between the dock and the office all day, so bring a licence and comfortable shoes.
  transport ; Truck driver, heavy ; 140-190 day ; no ; Sand, quarry and aggregate with a ten-wheeler. | Loads start at six. You check your own oil and you don’t text.
  transport ; Cargo handler ; 360-440 week ; no ; Load and unload the mail boat on Tuesdays and Fridays, warehouse in between. | Forklift card wanted, or we pay for you to get one.
  transport ; Dispatcher ; 450-560 week ; no ; Eleven vans, one radio, one map in your head. | Nobody shouts here. Least of all the dispatcher.
  health ; Registered nurse ; 2600-3400 month ; no ; Small clinic, one doctor, everything from vaccinations to fish hooks. | Four tens a week and on call every third weekend. A house comes with it.
  health ; Home carer ; 380-500 week ; no ; For a gentleman of 84: meals, medicine, company, and dominoes. | Days only. Somebody gentle who is not afraid of stairs.
  health ; Pharmacy technician ; 460-580 week ; no ; Fill, label, order, and explain it all a second time without sighing. | Busy counter, good team, Sundays off.
  health ; Physiotherapist ; 55-80 hour ; no ; Two days a week, sports injuries and strokes. | We have a room, a table and a waiting list.
  health ; Dental assistant ; 440-560 week ; no ; Chairside, sterilising, and talking nervous people down. | We train you if you have the nerves for it.
  health ; Medical records clerk ; 400-480 week ; no ; Forty years of paper into one system. You can read a doctor’s hand. | Careful, discreet, quick on a keyboard.
  education ; Mathematics tutor, BGCSE ; 25-40 hour ; yes ; Two students, twice a week, algebra from the ground up. | My daughter understands everything until the exam begins. Help her through it.
  education ; Primary school teacher ; 2200-2800 month ; no ; Grade four, twenty-two children, and a garden behind the classroom. | Starts after the midterm break. Degree and certificate, please.
  education ; Nanny ; 380-480 week ; no ; Twins of two and a baby. You sing, they sleep. | Seven to four, five days, references we can telephone.
  education ; Swimming instructor ; 20-30 hour ; no ; Children from five to twelve, groups of six, in the sea. | Saturday mornings through the summer. Lifeguard certificate needed.
  education ; Computer class for seniors ; 25-35 hour ; no ; Show them video calls, banking and how to smell a scam. | Eight evenings. Big letters, small steps.
  education ; Music teacher ; 30-45 hour ; no ; Brass and drums for a youth band of thirty. | Instruments are here. Discipline is not, yet.
  office ; Office administrator ; 480-620 week ; no ; Payroll for eighteen, post, ordering, and the diary of a man who forgets. | You are the one who knows where everything is.
  office ; Virtual assistant ; 15-25 hour ; yes ; Inbox, bookings, invoices, ten hours a week. | Reply to customers within the hour, in good English, and in good temper.
  office ; Receptionist ; 400-500 week ; no ; Law firm, two lines, constant visitors, complete discretion. | Eight-thirty to five, smart dress, warm voice.
  office ; Data entry, two weeks ; 14-18 hour ; yes ; Nine hundred paper forms into a spreadsheet. We check a tenth of it. | Speed is good, no mistakes is better.
  office ; Human resources officer ; 2600-3400 month ; no ; Sixty staff, work permits, leave, and listening. | You know the Employment Act, and when to close the door.
  office ; Executive assistant ; 2800-3600 month ; no ; Travel, board papers, minutes that people can read. | Calm, fast and two steps ahead.
  finance ; Bookkeeper ; 20-35 hour ; yes ; Monthly books and VAT returns for a dive shop. QuickBooks. | Shoebox of receipts, three months behind. You have seen worse.
  finance ; Bank teller ; 460-560 week ; no ; Count fast, smile slowly. Training in Nassau for two weeks. | Balance to the cent at four o’clock, every day.
  finance ; Insurance claims adjuster ; 2800-3800 month ; no ; Roofs, boats and cars. Travel to the Family Islands after storms. | Fair to the client and fair to us.
  finance ; Trust officer ; 4200-6000 month ; no ; Administer sixty structures. STEP diploma or well on the way. | Detail, discretion and a clear letter.
  finance ; Conveyancing paralegal ; 550-720 week ; no ; Title searches at the Registry, drafts, completions. | Land papers going back to 1890. You enjoy that.
  finance ; Auditor, season ; 3000-4000 month ; no ; January to April, hotels and retail. | Tick, vouch, travel, ask the awkward question politely.
  technology ; Web developer ; 40-70 hour ; yes ; Booking site for a ferry: seats, payments, tickets on the phone. TypeScript and PostgreSQL. | The old site takes orders by fax. We are not joking.
  technology ; IT support technician ; 520-680 week ; no ; Three offices, sixty people, printers that hate everyone. | You explain without making anyone feel small.
  technology ; Network installer ; 180-240 day ; no ; Cable, access points and a mast on the roof. Heights must not trouble you. | Wi-Fi that reaches the last villa. Salt air eats everything, so you do it properly.
  technology ; Phone and laptop repairer ; 400-560 week ; no ; Screens, batteries, and water damage, always water damage. | Bench in a busy shop. Bring your own tweezers.
  technology ; Data analyst ; 2800-3800 month ; yes ; Fish landing figures since 1990: clean them, chart them, tell us what they say. | You write as well as you count.
  technology ; Point-of-sale set-up ; 600-1200 job ; no ; Four tills, stock import, and a day of training for the staff. | We open in three weeks, and nobody has unpacked the boxes.
  creative ; Wedding photographer ; 1200-2200 job ; no ; Beach ceremony at five, party until eleven, two hundred edited pictures. | We like real faces better than poses.
  creative ; Logo and menu design ; 400-900 job ; yes ; For a conch stand that has had the same hand-painted sign since 1978. Keep its soul. | One logo, one menu, one T-shirt. Bold colours.
  creative ; Costume builder, Junkanoo ; 120-180 day ; no ; Cardboard, wire, crêpe paper, speed. Lead pieces up to fourteen feet. | Shack opens at six in the evening, closes when we are done.
  creative ; Singer for hotel evenings ; 180-260 day ; no ; Two sets, calypso and standards, guitarist is there. | Fridays and Saturdays. The room listens, mostly.
  creative ; Video editor ; 25-40 hour ; yes ; Weekly show, twenty minutes, footage by Thursday, out on Saturday. | Cut tight, caption clean, and know when to leave the silence in.
  creative ; Writer, local history ; 800-1600 job ; yes ; Twelve panels for a village museum, a hundred words each. | You will sit with old people and drink a lot of tea.
  retail ; Shop assistant ; 320-400 week ; no ; Souvenirs, cruise days are wild, others are slow. | Honest, quick with change, Saturdays included.
  retail ; Store manager ; 2400-3200 month ; no ; Hardware, eleven staff, stock worth half a million. | You know a lag bolt from a carriage bolt.
  retail ; Straw vendor’s helper ; 70-100 day ; no ; Plait, sew labels, mind the stall while I rest my knees. | I teach you what my grandmother taught me.
  retail ; Real estate agent ; 2000-4500 month ; no ; Houses and lots, commission on top. Licence required. | You know who owns what, and who only says so.
  retail ; Sales representative, food ; 550-750 week ; no ; Visit shops and hotels, take orders, sort out what went wrong. | Car needed, patience supplied by you.
  retail ; Cashier ; 300-360 week ; no ; Supermarket, shifts, uniform provided. | Stand for long hours, greet everyone.
  beauty ; Hair braider ; 100-160 day ; no ; Knotless, cornrows, children’s styles. Chair is free, clients are waiting. | By the beach on ship days, in the salon on others.
  beauty ; Barber ; 450-650 week ; no ; Third chair in a shop that has been full since 1996. | Fades that hold. Sport on the screen, no politics.
  beauty ; Massage therapist ; 30-50 hour ; no ; Spa of four rooms. Licence and insurance, please. | Deep tissue and pregnancy massage above all.
  beauty ; Nail technician ; 380-520 week ; no ; Gel, acrylic, and a hand that doesn’t shake. | Own table, own clients welcome.
  beauty ; Fitness trainer ; 25-40 hour ; no ; Boot camp at dawn on the beach, twenty people of all shapes. | Encourage, never shame.
  beauty ; Make-up artist, bridal ; 250-500 job ; no ; Bride, mother and four bridesmaids, at the hotel by eight. | Humidity-proof. That is the main thing.
  household ; Housekeeper ; 340-440 week ; no ; Family of five, laundry, light cooking, a dog who sheds. | Monday to Friday, eight to three.
  household ; Cleaner, two mornings ; 15-20 hour ; no ; Small office, floors, kitchen, windows once a month. | You have your key, we have our trust.
  household ; Gardener ; 90-120 day ; no ; Hedges, lawn, fruit trees, and war on the iguanas. | One day a week, all year.
  household ; Pool technician ; 420-540 week ; no ; Thirty pools, a truck, and test strips in every pocket. | Chemistry that you can explain to an owner.
  household ; Caretaker for a winter home ; 1200-1800 month ; no ; Check the house weekly, run the taps, meet the trades, shutters in a storm. | Cottage on the land is yours to live in.
  household ; Laundry attendant ; 320-380 week ; no ; Sheets for sixty rooms. The machines are new, the folding is by hand. | Shifts from six. Radio allowed.
  security ; Security officer ; 380-460 week ; no ; Gate and patrol, twelve hours, four on, four off. Clear reports. | Licence from the Commissioner, or proof that you have applied.
  security ; Lifeguard ; 420-520 week ; no ; Public beach, flags, tower, courage. | Current certificate, and you pass our swim on the first morning.
  security ; Event stewards ; 90-120 day ; no ; Twelve people for a festival weekend: gates, parking, lost children. | Friendly and firm, orange vest provided.
  security ; Community outreach worker ; 2000-2600 month ; no ; After-school programme, home visits, finding sponsors. | You know every auntie in the settlement.
  security ; Night watchman ; 340-400 week ; no ; Building site, nine to five, with a dog of ours or yours. | Walk it every hour and write it down.
  security ; Park warden ; 1900-2400 month ; no ; Boat patrols, moorings, visitors, and turtles. | You can tell an anchor from an excuse.
`).map(workOf)

function workOf(line: string): Work {
  const [category = '', title = '', pay = '', remote, duties = ''] = line.split(' ; ')
  const [, low, high, unit] = /^(\d+)-(\d+) (\w+)$/.exec(pay) ?? []
  const per = pays.find((known) => known === unit)
  if (per === undefined) throw new RangeError(`Pay of “${title}”: ${pay}`)
  const isRemote = remote === 'yes'
  return { category, title, low: Number(low), high: Number(high), per, isRemote, duties: duties.split(' | ') }
}

/** What the title says beyond the work itself; most say nothing. */
export const titleEndings: readonly string[] = linesOf(`
  , {town}
  needed in {town}
  , part time
  wanted
  , start {day}
  , {island}
  (long term)
  , urgent
  – join our team
`)

/** Who asks; each may begin a description. */
export const jobOpenings: readonly string[] = linesOf(`
  {company} is growing, and {town} is where we need you.
  Family business, third generation.
  We are a small team of {few} and get along.
  Our last one got married and moved to {otherIsland}.
  Busy season starts soon and we are one short.
  New place, opening near {spot}.
  I run this with my sister, and we can’t do everything ourselves.
  Steady work, not a day here and there.
  A private household in {town}.
  We have been in {island} for {years} years.
  Short notice, we know.
  You don’t need a long list of papers for this, you need to be good.
  Back again with an opening, since the last two went so well.
  This is for somebody who wants to stay.
`)

/** What goes with it. */
export const jobConditions: readonly string[] = linesOf(`
  Lunch is on us.
  National Insurance paid from day one.
  Transport from {otherTown} can be arranged.
  Uniform provided, shoes are yours.
  Two weeks’ trial, paid.
  Sundays are free, always.
  We pay every Friday, in cash or to the bank.
  Room on site if you come from another island.
  Bahamians and residents with a permit to work.
  Health insurance after three months.
  Police record not older than six months, please.
  Own tools are a plus.
  School leavers are welcome.
  Overtime is paid, not promised.
  Driving licence needed.
  Half the boat fare home is ours at Christmas.
  References from two people we can call.
  Materials are on site.
`)

/** How to answer, and what the pay is for. */
export const jobClosings: readonly string[] = linesOf(`
  Apply here with a few lines about yourself.
  The pay given is per {per}.
  Tell us when you could begin. Pay is by the {per}.
  We answer everyone. Figures are per {per}.
  Interviews on {day}, in {town}.
  No calls please, write here.
  Start as soon as you can. Rate per {per}, depending on what you bring.
  Ask for {name} if you come by in person.
  Send what you have done before, pictures if you like.
  First come, first talked to. We say what we pay: see above, per {per}.
  Questions? Ask before you apply, it saves us both time.
  Open until filled.
`)

/** What applicants write. */
export const coverLetters: readonly string[] = linesOf(`
  Good day. I have done this work for {years} years, the last three in {town}, and I would like to do it for you. I can start {day}.
  I live ten minutes from {spot} and I am never late. Please consider me.
  Your notice sounds like it was written for me. {Trade} by training, with references from {company}.
  I am still learning, to be honest, but I listen, and {name} will tell you that I work hard.
  Available at once. I have my own tools and my own transport.
  My mother saw this and said: that is you. She is usually right. Could we talk on {day}?
  I have just moved home from {otherIsland} and am looking for something steady. CV on request.
  This would be a change from what I do now ({trade}), and I have thought about it well.
  Please find my experience in my profile. I am free for an interview any afternoon.
  {years} years as a {trade}, two languages, clean police record, one good reason to hire me: I finish what I start.
  Would you take two of us? {name} and I have worked side by side since school.
  I did the same for {company} until they closed the branch in {otherTown}.
  Kindly let me know whether the job is still open, I am very interested.
  I can come by {spot} on {day} and show you some of my work.
  Before you look further: ask around {town} about me. Then call.
  Hello, is the pay open to discussion for somebody with a licence? Otherwise everything suits me.
  I applied last year and came second. I have {few} more certificates now.
  Night shifts do not trouble me, nor weekends. My children are grown.
  What you describe is what I did every day at {company}, and I miss it.
  Reliable, friendly, and not afraid of the heat. Thank you for reading.
`)
