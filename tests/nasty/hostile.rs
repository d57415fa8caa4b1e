//! Long texts that try the patience of one stage or another. `tests/props.rs` reads them natively, `cargo xtask test cost`
//! counts what they cost in the module that is shipped.

/// How a text goes on.
enum Shape {
    /// One piece over and over.
    Over(&'static str),
    /// A piece once, then another over and over.
    After(&'static str, &'static str),
    /// As many of one piece as of the other behind them.
    Around(&'static str, &'static str),
    /// A piece that is another each time: `%` stands for a word and `^` for a name that have not occurred before.
    Each(&'static str),
}

use Shape::{After, Around, Each, Over};

const SHAPES: &[(&str, Shape)] = &[
    ("one letter", Over("a")),
    ("words without a stop", Over("word ")),
    ("hyphens", Over("a-")),
    ("no blanks", Over("said,")),
    ("another script", Over("日本")),
    ("blanks", Over(" ")),
    ("line ends", Over("\n")),
    ("short paragraphs", Over("a\n\n")),
    ("full stops", Over(". ")),
    ("initials", Over("J. ")),
    ("abbreviations", Over("U.S. ")),
    ("numbers", Over("1,000.5 ")),
    ("dashes", Over("— ")),
    ("ellipses", Over("…")),
    ("combining marks", Over("e\u{301}\u{301}\u{301}")),
    ("one letter and its marks", After("e", "\u{301}")),
    ("emoji", Over("\u{1F468}\u{200D}\u{1F469}")),
    ("right to left", Over("\u{202e}قال ")),
    ("noise", Over("x$“\u{0}’s—said:\"\u{301} İ\r\n")),
    ("opening marks", Over("“")),
    ("closing marks", Over("”")),
    ("straight marks", Over("\"")),
    ("straight marks apart", Over("\" ")),
    ("single marks", Over("'")),
    ("opening single marks", Over("‘")),
    ("closing single marks", Over("’")),
    ("opening guillemets", Over("«")),
    ("closing guillemets", Over("»")),
    ("low marks", Over("„")),
    ("backticks", Over("``")),
    ("nested marks", Over("“‘")),
    ("alternating marks", Over("“\"‘'«")),
    ("pairs of marks", Over("“a” ")),
    ("deep quotations", Around("“‘", "’”")),
    ("one quotation that never closes", After("“", "Ann said it. ")),
    ("paragraphs that open and never close", Over("“Yes, he said\n\n")),
    ("brackets", Over("([")),
    ("deep brackets", Around("(", ")")),
    ("said", Over("said ")),
    ("said and said", Over("he said ")),
    ("said in one sentence", Over("“Yes,” said he, and ")),
    ("according to", Over("according to ")),
    ("nested claims", Over("he said that she said that ")),
    ("sources within sources", Over("the claim that ")),
    ("of and of", Over("the head of the ")),
    ("quotations", Over("“We will,” said Ann Lee. “You won’t.” ")),
    ("quotations without a source", Over("“We will rebuild.” ")),
    ("conversation", Over("Q: Why?\n\nA: Because.\n\n")),
    ("labels", Each("^: Yes %.\n")),
    ("signed quotations", Over("“Yes.”\n— Ann Lee\n\n")),
    ("list", Over("- “Yes” said he\n")),
    ("colons", Over("A: ")),
    ("one sentence, many names", Over("Ann Lee and ")),
    ("one sentence, many places", Over("Paris, Texas, ")),
    ("capitals", Over("Lee ")),
    ("titles", Over("Mayor ")),
    ("appositions", Over("Ann Lee, the mayor of Paris, ")),
    ("pronouns", Over("Ann told him she knew he ")),
    ("pronoun after pronoun", Over("She said it rained. ")),
    ("unnamed", Over("a second official said, another official said, ")),
    ("ever new words", Each("% ")),
    ("ever new names", Each("^, ")),
    ("ever new speakers", Each("“We % it,” said Ann ^. ")),
    ("ever new surnames", Each("Ann ^ left. Mr. ^ said so. He said it. ")),
    ("ever new descriptions", Each("The % of ^ said it rained. ")),
];

/// A text of each shape, near a length in characters, with its name.
pub fn texts(characters: usize) -> Vec<(&'static str, String)> {
    SHAPES.iter().map(|(name, shape)| (*name, shape.text(characters))).collect()
}

impl Shape {
    fn text(&self, characters: usize) -> String {
        let over = |piece: &str, characters: usize| piece.repeat(characters / piece.chars().count());
        match self {
            Over(piece) => over(piece, characters),
            After(first, piece) => first.to_string() + &over(piece, characters),
            Around(open, close) => over(open, characters / 2) + &over(close, characters / 2),
            Each(piece) => {
                let mut text = String::new();
                let mut length = 0;
                for number in 0.. {
                    if length >= characters {
                        break;
                    }
                    let word = word(number);
                    let name = word[..1].to_uppercase() + &word[1..];
                    let next = piece.replace('%', &word).replace('^', &name);
                    length += next.chars().count();
                    text += &next;
                }
                text
            }
        }
    }
}

/// A word of its own for each number, which no lexicon holds.
fn word(number: usize) -> String {
    let mut word = String::from("q");
    let mut rest = number * 17;
    loop {
        word.push(char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
        if rest == 0 {
            return word;
        }
    }
}
