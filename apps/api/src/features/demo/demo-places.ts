import { linesOf } from './demo-draw.ts'

/** Where people of the demonstration live and work. */
export interface Place {
  /** The slug of the location it is. */
  readonly slug: string
  readonly town: string
  readonly island: string
  /** How many of a thousand live there. */
  readonly share: number
  /** What people there call the spots they meet at. */
  readonly spots: readonly string[]
}

export const places: readonly Place[] = linesOf(`
  nassau ; Nassau ; New Providence ; 330 ; Potter’s Cay, Arawak Cay, Rawson Square, the Pompey Museum, Montagu Beach, Downtown
  carmichael ; Carmichael ; New Providence ; 110 ; the plaza on Carmichael Road, Coral Harbour, the school field
  fox-hill ; Fox Hill ; New Providence ; 80 ; the Parade, Freedom Park, the church hall
  cable-beach ; Cable Beach ; New Providence ; 50 ; Goodman’s Bay, the straw stalls on West Bay Street
  paradise-island ; Paradise Island ; New Providence ; 30 ; Cabbage Beach, the marina village
  lyford-cay ; Lyford Cay ; New Providence ; 15 ; the harbour, Clifton Pier
  adelaide ; Adelaide ; New Providence ; 10 ; the creek, Adelaide Beach
  freeport ; Freeport ; Grand Bahama ; 90 ; the Pelican Bay dock, Taino Beach, the downtown plaza
  eight-mile-rock ; Eight Mile Rock ; Grand Bahama ; 35 ; the clubhouse, the Rand field
  lucaya ; Lucaya ; Grand Bahama ; 25 ; Port Lucaya, Count Basie Square
  west-end ; West End ; Grand Bahama ; 12 ; the fishermen’s dock, Paradise Cove
  marsh-harbour ; Marsh Harbour ; Abaco ; 50 ; the government dock, the ball park, Crossing Beach
  hope-town ; Hope Town ; Abaco ; 10 ; the lighthouse, the lower dock
  treasure-cay ; Treasure Cay ; Abaco ; 8 ; the marina, the ferry landing
  coopers-town ; Cooper’s Town ; Abaco ; 6 ; the clinic, the public dock
  george-town ; George Town ; Exuma ; 30 ; Regatta Park, Volleyball Beach, the Peace and Plenty
  rolleville ; Rolleville ; Exuma ; 5 ; the hill, the regatta site
  staniel-cay ; Staniel Cay ; Exuma ; 4 ; the yacht club, the airstrip
  governors-harbour ; Governor’s Harbour ; Eleuthera ; 18 ; Anchor Bay, the Leon Levy gardens, the old library
  rock-sound ; Rock Sound ; Eleuthera ; 12 ; the Ocean Hole, the homecoming site
  tarpum-bay ; Tarpum Bay ; Eleuthera ; 7 ; the waterfront, the art gallery
  gregory-town ; Gregory Town ; Eleuthera ; 5 ; the pineapple field, Surfer’s Beach
  dunmore-town ; Dunmore Town ; Harbour Island ; 10 ; Pink Sands Beach, the government dock, Bay Street
  spanish-wells ; Spanish Wells ; Spanish Wells ; 8 ; the crawfish dock, the museum
  fresh-creek ; Fresh Creek ; Andros ; 10 ; the lighthouse club, the creek bridge
  nicholls-town ; Nicholls Town ; Andros ; 9 ; the sea wall, the ball field
  alice-town ; Alice Town ; Bimini ; 10 ; the Big Game Club, Radio Beach
  great-harbour-cay ; Great Harbour Cay ; Berry Islands ; 4 ; the marina, the old golf clubhouse
  clarence-town ; Clarence Town ; Long Island ; 7 ; the twin churches, Dean’s Blue Hole
  deadmans-cay ; Deadman’s Cay ; Long Island ; 6 ; the airstrip, the high school gym
  new-bight ; New Bight ; Cat Island ; 6 ; the regatta site, the Hermitage
  arthurs-town ; Arthur’s Town ; Cat Island ; 3 ; the rake-and-scrape grounds, the square
  cockburn-town ; Cockburn Town ; San Salvador ; 4 ; the museum, Fernandez Bay
  matthew-town ; Matthew Town ; Inagua ; 4 ; the salt works, the lighthouse
  spring-point ; Spring Point ; Acklins ; 2 ; the clinic, the mail boat dock
  colonel-hill ; Colonel Hill ; Crooked Island ; 2 ; the post office, Bat Cave
  abrahams-bay ; Abraham’s Bay ; Mayaguana ; 2 ; the dock, the all-age school
  duncan-town ; Duncan Town ; Ragged Island ; 1 ; the salt ponds, the dock
`).map(placeOf)

function placeOf(line: string): Place {
  const [slug = '', town = '', island = '', share = '', spots = ''] = line.split(' ; ')
  return { slug, town, island, share: Number(share), spots: spots.split(', ') }
}

/** How a profile says it: `Nassau, New Providence`; where the island is one town, its name once. */
export function nameOf({ town, island }: Place): string {
  return town === island ? town : `${town}, ${island}`
}
