/** What the people of the demonstration are made of: names of the Bahamas, companies, trades. */

export const firstNames =
  'Aaliyah Alexis Alphonso Amari Andre Anthony Antoinette Arthur Ashley Avery Bernadette Beverly Brent Bria Bridgette Calvin Camille Carlton Carmen Cassandra Charles Christine Clarice Clement Cleveland Cynthia Dario Darnell Deandra Delroy Denise Desmond Donna Dwayne Edison Eldece Elena Elvis Ericka Ethan Felicia Fletcher Franklyn Gabrielle Garnet Giovanni Glenys Hadassah Henrietta Hubert Indira Ishmael Italia Jamaal Janae Jasmine Jermaine Joann Keisha Kendal Kenva Kevin Kirk Lashanda Latoya Leonardo Lincoln Lorraine Lynden Marcian Marguerite Marvin Melanie Melissa Mervin Monique Nadia Natasha Neville Nikita Obie Odell Olivia Omar Patrice Pedro Perry Phylicia Quincy Rashad Raquel Renaldo Rochelle Roderick Sabrina Samuel Shanice Shavonne Sidney Simeon Tamika Tanya Tavares Terrance Theresa Tyrone Ulric Vanessa Vernice Wendell Yolanda Zhivargo'.split(
    ' ',
  )

export const lastNames =
  'Adderley Albury Archer Bain Bannister Barr Bastian Beneby Bethel Bowe Braynen Brice Bullard Burrows Butler Cargill Carey Cartwright Clarke Cleare Coakley Collie Cooper Culmer Curry Darling Davis Dean Deveaux Dorsett Duncombe Dupuch Edgecombe Eneas Farquharson Farrington Ferguson Forbes Fowler Francis Gardiner Gibson Glinton Gomez Greene Hall Hanna Hepburn Higgs Ingraham Isaacs Johnson Kelly Kemp Knowles Lightbourne Lloyd Lockhart Lowe Lunn Mackey Major Malcolm McCartney McDonald McIntosh McKenzie McPhee Miller Minnis Moncur Mortimer Moss Moxey Munnings Munroe Musgrove Neely Newbold Newton Nottage Outten Pinder Poitier Pratt Rahming Roberts Robinson Roker Rolle Russell Sands Saunders Sawyer Seymour Smith Storr Strachan Stuart Stubbs Sturrup Sweeting Symonette Taylor Thompson Thurston Turnquest Wells Wilchcombe Williams Woodside Wright'.split(
    ' ',
  )

export const companies = [
  'Bay Street Hospitality',
  'Blue Hole Tours',
  'Conch Pearl Trading',
  'Coral Ridge Construction',
  'Driftwood Studios',
  'Flamingo Freight',
  'Goombay Media',
  'Junkanoo Events',
  'Lucayan Marine Services',
  'Out Island Air Charter',
  'Palm & Poinciana Realty',
  'Royal Tern Bank',
  'Sea Grape Restaurants',
  'Tradewinds Solar',
  'Yellow Elder Clinic',
] as const

/** Work sloops, which regattas are sailed in. */
export const boats = [
  'Lady Eunice',
  'Running Tide',
  'Sweet Potato Pie',
  'Thunderhead',
  'Miss Deveaux',
  'New Legend of the Bank',
  'Salt Pond Pearl',
  'Barefoot Susan',
  'Good News',
  'Rake and Scrape',
] as const

export interface Trade {
  readonly occupation: string
  readonly skills: readonly string[]
  /** Ends a sentence that begins with “I”. */
  readonly does: string
  readonly education: string
}

const trade = (occupation: string, skills: string, does: string, education: string): Trade => ({
  occupation,
  skills: skills.split(', '),
  does,
  education,
})

export const trades: readonly Trade[] = [
  trade(
    'Chef',
    'Bahamian cuisine, Seafood, Menu planning, Food safety',
    'cook what came in with the boats that morning',
    'Culinary and Hospitality Management Institute',
  ),
  trade(
    'Dive instructor',
    'PADI, First aid, Boat handling, Reef ecology',
    'take people down to the wall and bring them back smiling',
    'PADI Master Scuba Diver Trainer',
  ),
  trade(
    'Electrician',
    'Wiring, Solar panels, Fault finding, Generators',
    'keep the lights on through hurricane season',
    'Bahamas Technical and Vocational Institute',
  ),
  trade(
    'Software developer',
    'TypeScript, PostgreSQL, Node, Testing',
    'build web services for businesses across the islands',
    'University of The Bahamas, BSc Computer Information Systems',
  ),
  trade(
    'Registered nurse',
    'Triage, Paediatrics, Wound care, Patient records',
    'have worked in clinics from Nassau to the Family Islands',
    'University of The Bahamas, BSc Nursing',
  ),
  trade(
    'Carpenter',
    'Framing, Cabinets, Roofing, Boat repair',
    'build kitchens, roofs and now and then a dinghy',
    'Bahamas Technical and Vocational Institute',
  ),
  trade(
    'Accountant',
    'Bookkeeping, VAT returns, Payroll, QuickBooks',
    'keep small companies’ books, and their VAT, in order',
    'University of The Bahamas, BBA Accounting',
  ),
  trade(
    'Graphic designer',
    'Branding, Illustration, Print, Junkanoo costume',
    'draw logos by day and Junkanoo costumes by night',
    'Savannah College of Art and Design',
  ),
  trade(
    'Teacher',
    'Mathematics, Lesson planning, Tutoring, BGCSE',
    'teach mathematics, and tutor for the BGCSE',
    'University of The Bahamas, BEd Secondary Mathematics',
  ),
  trade(
    'Boat captain',
    'Navigation, Engine maintenance, Fishing, Charter',
    'run charters through the Exuma Cays',
    'Class A captain’s licence',
  ),
  trade(
    'Hotel manager',
    'Guest relations, Budgeting, Staff training, Events',
    'run a front desk where everyone is called by name',
    'University of The Bahamas, BSc Hospitality',
  ),
  trade(
    'Plumber',
    'Pipe fitting, Cisterns, Water heaters, Leak detection',
    'fix leaks, cisterns and the occasional desalinator',
    'Bahamas Technical and Vocational Institute',
  ),
  trade(
    'Photographer',
    'Weddings, Drone, Retouching, Portraits',
    'photograph weddings, mostly with sand in them',
    'Self-taught',
  ),
  trade(
    'Real estate agent',
    'Appraisal, Negotiation, Land titles, Marketing',
    'find people homes, and untangle the titles',
    'Bahamas Real Estate Association licence',
  ),
  trade(
    'Straw artisan',
    'Plaiting, Basketry, Design, Teaching',
    'plait top-palm the way my grandmother did',
    'Learned at the Straw Market',
  ),
  trade(
    'Marine biologist',
    'Field surveys, Coral nurseries, Statistics, Diving',
    'count conch, and grow coral',
    'University of the West Indies, BSc Marine Biology',
  ),
  trade(
    'Hair stylist',
    'Braiding, Locs, Colour, Bridal',
    'braid, twist and colour, and listen',
    'Beauty School of Nassau',
  ),
  trade(
    'Mechanic',
    'Diesel engines, Outboards, Diagnostics, Welding',
    'bring outboards and jitneys back to life',
    'Bahamas Technical and Vocational Institute',
  ),
  trade(
    'Event planner',
    'Regattas, Weddings, Suppliers, Budgets',
    'plan regattas, weddings and everything between',
    'University of The Bahamas, AA Management',
  ),
  trade(
    'Security officer',
    'Access control, First aid, Reports, CCTV',
    'watch over resorts and shops, and write clear reports',
    'Licensed security officer',
  ),
]
