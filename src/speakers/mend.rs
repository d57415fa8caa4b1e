//! Names as speakers bear them: what stands around or inside a name without being part of it is left out.

use crate::entities::{is_acronym, is_capital, Entity, EntityKind};
use crate::lexicon::lexicon;
use crate::text::{Text, TokenKind};

/// Titles of several people together. Each singular is in the list of titles.
const MANY: &[&str] = &[
    "Sens.",
    "Sens",
    "Reps.",
    "Reps",
    "Govs.",
    "Gens.",
    "Drs.",
    "Profs.",
    "Messrs.",
    "Messrs",
    "Revs.",
    "Senators",
    "Representatives",
    "Governors",
    "Generals",
    "Professors",
    "Presidents",
    "Ministers",
    "Judges",
    "Justices",
    "Mayors",
    "Councillors",
    "Commissioners",
    "Detectives",
    "Officers",
    "Drivers",
    "Coaches",
    "Brothers",
    "Sisters",
];

/// Entities without titles in front and days behind, and joined where only a symbol (an emoji, `®`) parts them.
pub(super) fn mend(text: &Text<'_>, entities: &[Entity]) -> Vec<Entity> {
    let mut mended: Vec<Entity> = Vec::with_capacity(entities.len());
    for entity in entities {
        let mut entity = entity.clone();
        if entity.kind == EntityKind::Person {
            while entity.tokens.len() > 1 && is_honorific(text, entity.tokens.start, entity.tokens.len()) {
                entity.tokens.start += 1;
            }
        }
        // `the Harlow County Commission Monday`: no part of the name.
        while entity.tokens.len() > 1 && is_day(text.word(entity.tokens.end - 1)) {
            entity.tokens.end -= 1;
        }
        match mended.last_mut() {
            Some(last) if last.kind == EntityKind::Person && parted_by_symbol(text, last.tokens.end, &entity) => {
                last.tokens.end = entity.tokens.end;
            }
            _ => mended.push(entity),
        }
    }
    // `Anna 👩‍🔬 Berg`, where only the first word was taken for a name.
    for i in 0..mended.len() {
        let end = mended[i].tokens.end;
        let free = mended.get(i + 1).is_none_or(|next| next.tokens.start > end + 1);
        if mended[i].kind == EntityKind::Person && free && is_symbol(text, end) && is_capital(text, end + 1) {
            mended[i].tokens.end = end + 2;
        }
    }
    mended
}

/// Whether the first of `length` tokens is a title rather than a name: `Dean Hart` may be called Dean.
fn is_honorific(text: &Text<'_>, token: usize, length: usize) -> bool {
    let word = text.word(token);
    let country = matches!(word, "U.S." | "US" | "U.K." | "UK") && length > 2;
    MANY.contains(&word) || country || lexicon().title(word).is_some() && lexicon().given(word).is_none()
}

/// Whether a word says when, not who.
pub(super) fn is_day(word: &str) -> bool {
    matches!(
        word,
        "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday" | "today" | "Today"
    )
}

/// A mark that is neither punctuation nor ASCII: emoji and the like.
fn is_symbol(text: &Text<'_>, token: usize) -> bool {
    text.tokens.get(token).is_some_and(|t| t.kind == TokenKind::Mark)
        && text
            .word(token)
            .chars()
            .next()
            .is_some_and(|c| matches!(u32::from(c), 0xA9 | 0xAE | 0x2122 | 0x2190..=0x2BFF | 0x1F000..=0x1FAFF))
}

fn parted_by_symbol(text: &Text<'_>, end: usize, next: &Entity) -> bool {
    // An acronym behind a symbol is another name.
    next.tokens.start == end + 1 && is_symbol(text, end) && !is_acronym(text.word(next.tokens.start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(tokens: std::ops::Range<usize>) -> Entity {
        Entity { tokens, kind: EntityKind::Person, confidence: 0.9 }
    }

    fn mended(source: &str, entities: &[Entity]) -> Vec<String> {
        let text = Text::new(source);
        mend(&text, entities).iter().map(|e| text.slice(text.span(e.tokens.clone())).to_owned()).collect()
    }

    #[test]
    fn names_without_what_is_not_theirs() {
        assert_eq!(mended("Sens. Ada Cole", &[person(0..3)]), ["Ada Cole"]);
        assert_eq!(mended("U.S. Sens. Ada Cole", &[person(0..4)]), ["Ada Cole"]);
        assert_eq!(mended("Dean Hart", &[person(0..2)]), ["Dean Hart"]);
        assert_eq!(mended("Ada Cole Monday", &[person(0..3)]), ["Ada Cole"]);
        assert_eq!(mended("Anna 👩‍🔬 Berg", &[person(0..1)]), ["Anna 👩‍🔬 Berg"]);
        assert_eq!(mended("Anna 👩‍🔬 Berg", &[person(0..1), person(2..3)]), ["Anna 👩‍🔬 Berg"]);
        assert_eq!(mended("Anna , Berg", &[person(0..1), person(2..3)]), ["Anna", "Berg"]);
    }
}
