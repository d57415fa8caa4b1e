//! How much each piece of the evidence for a place weighs: first whether a name is one, then which.

/// How much each piece of evidence weighs; see [`resolve`](super::resolve()).
#[derive(Clone, Copy, Debug)]
pub struct Weights {
    /// Behind a party's letter, `R-Texas`; in log-odds of the decision that a name is a place, as the next two.
    pub party: f32,
    /// In a dateline.
    pub in_dateline: f32,
    /// In a by-line, which tells where the writer is and not where the news is.
    pub byline: f32,
    /// For each tenfold population.
    pub population: f32,
    /// The name is the entry's own.
    pub main: f32,
    /// The name is a part of the entry's own: `Hull` of `Kingston upon Hull`.
    pub short: f32,
    /// A country.
    pub country: f32,
    /// A first-level division.
    pub division: f32,
    /// A first-level division around a city of the same name.
    pub twin: f32,
    /// A first-level division that shares its name with the capital of its country: `Washington`.
    pub namesake: f32,
    /// A second-level division whose name was not given in full.
    pub county: f32,
    /// A region, sea, mountain, facility.
    pub region: f32,
    /// A national capital.
    pub capital: f32,
    /// For each tenfold population of a city beyond 300,000: what the world knows by its bare name.
    pub metropolis: f32,
    /// The seat of a first-level division.
    pub seat: f32,
    /// A city whose name opens the dateline.
    pub dateline: f32,
    /// The text says `name, division`.
    pub inside: f32,
    /// The division stands behind a name that lies in it.
    pub holder: f32,
    /// The words around ask for a country, or for a division: a list of such, the name of an office.
    pub level: f32,
    /// The words of the text are at home in its country.
    pub origin: f32,
    /// Its division is mentioned elsewhere.
    pub same_division: f32,
    /// Its country is mentioned elsewhere.
    pub same_country: f32,
    /// How much less that says for a small town than for a city of a million: large countries have a town of any name.
    pub dilution: f32,
    /// Other places near by.
    pub near: f32,
    /// Distance at which nearness has fallen to a third, km.
    pub scale: f32,
    /// Near the publisher's home.
    pub home: f32,
    /// How sharply the belief goes to the best entry between the rounds.
    pub softness: f32,
    /// The same for the confidence.
    pub temperature: f32,
}

/// Chosen on development data by coordinate search, and by sentences of our own about cities that the world knows, of which
/// that data has few; see `data/places.md`.
///
/// The first three are set by hand and were never searched for: they stand for what the trained scorer does not look at (a
/// party's letter, a by-line) or counts for too little (a dateline), and are so large that they decide unless the scorer is
/// very sure.
pub const WEIGHTS: Weights = Weights {
    party: 6.0,
    in_dateline: 3.0,
    byline: -4.0,
    population: 0.8,
    main: 2.5,
    short: 2.0,
    country: 5.0,
    division: 2.5,
    twin: -1.0,
    namesake: -4.0,
    county: 0.0,
    region: 2.0,
    capital: 1.0,
    metropolis: 0.7,
    seat: 0.3,
    dateline: 2.5,
    inside: 12.0,
    holder: 3.0,
    level: 5.0,
    origin: 8.0,
    same_division: 2.0,
    same_country: 2.4,
    dilution: 0.7,
    near: 7.0,
    scale: 50.0,
    home: 4.0,
    softness: 1.2,
    temperature: 0.8,
};
