//! What is known before the walk: whose words hold a source, and which unknown names are sources.

use super::*;

/// For each attribution the one with the smallest content around its source.
pub(super) fn holders(attributions: &[Attribution]) -> Vec<Option<usize>> {
    /// Contents that begin before a source and are looked at, at most.
    const BACK: usize = 64;
    let mut contents: Vec<(Span, usize)> =
        attributions.iter().enumerate().flat_map(|(i, a)| a.content.iter().map(move |&c| (c, i))).collect();
    contents.sort_by_key(|c| (c.0.start, c.0.end));
    let holder = |i: usize| {
        let source = attributions[i].source.or_else(|| attributions[i].content.first().copied())?;
        let behind = contents.partition_point(|c| c.0.start <= source.start);
        let around = contents[behind.saturating_sub(BACK)..behind].iter();
        around.filter(|c| c.1 != i && c.0.contains(source)).min_by_key(|c| c.0.len()).map(|c| c.1)
    };
    (0..attributions.len()).map(holder).collect()
}

/// For each token whether an attribution's content holds it.
pub(super) fn reported(text: &Text<'_>, attributions: &[Attribution]) -> Vec<bool> {
    let mut reported = vec![false; text.tokens.len()];
    let mut contents: Vec<Range<usize>> =
        attributions.iter().flat_map(|a| a.content.iter().map(|&c| text.tokens_in(c))).collect();
    contents.sort_by_key(|c| c.start);
    // Contents may lie in one another: no token is written twice.
    let mut done = 0;
    for content in contents {
        if let Some(tokens) = reported.get_mut(content.start.max(done)..content.end) {
            tokens.fill(true);
        }
        done = done.max(content.end);
    }
    reported
}

/// Makes persons of the unknown names that are sources: two or three capitalised words without an article.
pub(super) fn promote(text: &Text<'_>, entities: &[Entity], sources: &[Source]) -> Vec<Entity> {
    let lex = lexicon();
    let mut entities = entities.to_vec();
    for entity in &mut entities {
        // What only a verb beside it makes a person is looked at again here.
        if entity.kind == EntityKind::Person && entity.confidence < 0.45 {
            entity.kind = EntityKind::Other;
        }
    }
    let mut surnames: Vec<String> = Vec::new();
    for source in sources {
        let first = entities.partition_point(|e| e.tokens.start < source.tokens.start);
        let Some(entity) = entities.get_mut(first) else { continue };
        let whole = entity.tokens.start == source.tokens.start && entity.kind == EntityKind::Other;
        let words = crate::entities::name_words(text, entity.tokens.clone());
        let after = text.word(entity.tokens.end);
        let ends = entity.tokens.end >= source.tokens.end || matches!(after, "," | "(");
        let plain = words.iter().all(|w| {
            lex.noun(w).is_none()
                && !lex.demonym(w)
                && lex.title(w).is_none()
                && w.chars().skip(1).any(char::is_lowercase)
        });
        let linked = words.iter().any(|w| w.starts_with(char::is_lowercase));
        if whole && ends && plain && !linked && (2..=3).contains(&words.len()) {
            entity.kind = EntityKind::Person;
            surnames.extend(words.last().cloned());
        }
    }
    // Unknown names of one word that are sources: companies and the like, so that all their mentions are gathered.
    let mut single: Vec<String> = Vec::new();
    for source in sources {
        let first = entities.partition_point(|e| e.tokens.start < source.tokens.start);
        if let Some(entity) = entities.get(first).filter(|e| e.kind == EntityKind::Other && e.tokens.len() == 1) {
            let word = text.word(entity.tokens.start);
            let known = lex.noun(word).is_some()
                || lex.demonym(word)
                || lex.title(word).is_some()
                || surnames.iter().any(|s| s == word);
            if entity.tokens == source.tokens && !known {
                single.push(word.to_owned());
            }
        }
    }
    single.sort();
    for entity in &mut entities {
        if entity.kind == EntityKind::Other && entity.tokens.len() == 1 {
            let word = text.word(entity.tokens.start);
            if single.binary_search_by(|s| s.as_str().cmp(word)).is_ok() {
                entity.kind = EntityKind::Organisation;
            }
        }
    }
    if !surnames.is_empty() {
        surnames.sort();
        for entity in &mut entities {
            if entity.kind == EntityKind::Other && entity.tokens.len() == 1 {
                let word = text.word(entity.tokens.start);
                if surnames.binary_search_by(|s| s.as_str().cmp(word)).is_ok() {
                    entity.kind = EntityKind::Person;
                }
            }
        }
    }
    entities
}
