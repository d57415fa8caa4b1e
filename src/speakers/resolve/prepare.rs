//! What is known before the text is read: whose words hold a source, and which unknown names are sources.

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
    let mut contents: Vec<Range<usize>> = Vec::new();
    for attribution in attributions {
        let pieces: Vec<Range<usize>> = attribution.content.iter().map(|&c| text.tokens_in(c)).collect();
        let holds_quotation = |c: &Range<usize>| c.clone().any(|i| quoted(text, i));
        // `The judge was not moved. “…,” he said`: what stands beside a quotation without marks of its own is told.
        let direct = pieces.iter().any(holds_quotation);
        contents.extend(pieces.into_iter().filter(|c| !direct || holds_quotation(c)));
    }
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

/// What the text calls a union, a company, a group is none of the persons: `the campaign group Blue Shelf`.
fn organisations(text: &Text<'_>, entities: &mut [Entity]) {
    let lex = lexicon();
    let mut called: Vec<Vec<String>> = Vec::new();
    for entity in entities.iter().filter(|e| matches!(e.kind, EntityKind::Person | EntityKind::Other)) {
        let words = crate::entities::name_words(text, entity.tokens.clone());
        let before = entity.tokens.start.checked_sub(1).filter(|&i| i >= text.sentence_of(entity.tokens.start).start);
        let noun =
            before.filter(|&i| text.tokens[i].kind == TokenKind::Word && text.word(i).starts_with(char::is_lowercase));
        let kind = noun.and_then(|i| lex.noun(text.word(i)));
        // `the paper`, `the board` and the like are read and sat on by persons of that name, too.
        let organisation = kind.is_some_and(|n| n.organisation && !n.document && !n.person && !n.plural);
        let suffix = words.last().is_some_and(|w| {
            words.len() > 1
                && matches!(
                    w.as_str(),
                    "AG" | "Ltd"
                        | "Ltd."
                        | "Inc"
                        | "Inc."
                        | "PLC"
                        | "plc"
                        | "GmbH"
                        | "SA"
                        | "NV"
                        | "LLC"
                        | "Corp"
                        | "Corp."
                )
        });
        // `Vantel's rival Orbitron … Its chief executive`
        let owner = words.len() == 1 && noun.is_some_and(|i| apposition::OWNERS.contains(&text.word(i))) && {
            let end = text.tokens.len().min(entity.tokens.end + 30);
            let says = |list: &[&str]| (entity.tokens.end..end).any(|i| list.contains(&text.word(i)));
            says(&["its", "Its", "it", "It"]) && !says(&["he", "He", "his", "His", "him", "who"])
        };
        if organisation || suffix || owner {
            called.push(words);
        }
    }
    if called.is_empty() {
        return;
    }
    called.sort();
    // `Vantel` behind `Vantel AG`, unless a person bears that name.
    let persons: Vec<String> = entities
        .iter()
        .filter(|e| e.kind == EntityKind::Person)
        .map(|e| crate::entities::name_words(text, e.tokens.clone()))
        .filter(|words| words.len() > 1 && called.binary_search(words).is_err())
        .filter_map(|words| words.last().cloned())
        .collect();
    for entity in entities.iter_mut().filter(|e| matches!(e.kind, EntityKind::Person | EntityKind::Other)) {
        let words = crate::entities::name_words(text, entity.tokens.clone());
        let short =
            |full: &Vec<String>| words.len() == 1 && full.first() == words.first() && !persons.contains(&words[0]);
        if called.binary_search(&words).is_ok() || called.iter().take(50).any(short) {
            entity.kind = EntityKind::Organisation;
        }
    }
}

/// Makes persons of the names by which sources want to be known: `a clerk identified only as Ann`.
fn known_as(text: &Text<'_>, entities: &mut Vec<Entity>, sources: &[Source]) {
    /// Words of such a name, at most.
    const LONGEST: usize = 4;
    for source in sources {
        let Some(name) = source.tokens.clone().find_map(|i| apposition::given_as(text, i)) else { continue };
        let last = source.tokens.end.min(name + LONGEST);
        let end = (name..last).find(|&i| !is_capital(text, i)).unwrap_or(last);
        if end <= name {
            continue;
        }
        let at = entities.partition_point(|e| e.tokens.end <= name);
        match entities.get_mut(at).filter(|e| e.tokens.start < end) {
            Some(entity) if entity.tokens.start == name => {
                entity.kind = EntityKind::Person;
                entity.confidence = entity.confidence.max(0.9);
            }
            Some(_) => {}
            None => {
                entities.insert(at, Entity { tokens: name..end, kind: EntityKind::Person, confidence: 0.9 });
            }
        }
    }
}

/// Makes persons of the unknown names that are sources: two or three capitalised words without an article.
pub(super) fn promote(text: &Text<'_>, entities: &[Entity], sources: &[Source]) -> Vec<Entity> {
    let lex = lexicon();
    let mut entities = entities.to_vec();
    known_as(text, &mut entities, sources);
    for entity in &mut entities {
        // What only a verb beside it makes a person is looked at again here.
        if entity.kind == EntityKind::Person && entity.confidence < 0.45 {
            entity.kind = EntityKind::Other;
        }
    }
    organisations(text, &mut entities);
    let mut surnames: Vec<String> = Vec::new();
    for source in sources {
        let first = entities.partition_point(|e| e.tokens.start < source.tokens.start);
        let until = entities.partition_point(|e| e.tokens.start < source.tokens.end);
        let other = (first..until).find(|&i| entities[i].kind == EntityKind::Other).unwrap_or(first);
        let Some(entity) = entities.get_mut(other) else { continue };
        // `Its chief executive, Joost Maas`
        let apposed = entity.tokens.start > source.tokens.start + 1
            && text.word(entity.tokens.start - 1) == ","
            && lex.noun(text.word(entity.tokens.start - 2)).is_some_and(|n| n.person && !n.plural);
        let whole = (entity.tokens.start == source.tokens.start || apposed) && entity.kind == EntityKind::Other;
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
    // `Berg said`, where the text has `Anna Berg`: a surname by itself is hers.
    let mut bare: Vec<String> = entities
        .iter()
        .filter(|e| e.kind == EntityKind::Person)
        .filter_map(|e| {
            let words = crate::entities::name_words(text, e.tokens.clone());
            (words.len() > 1).then(|| words.last().cloned()).flatten()
        })
        // `Sayegh` of `al-Sayegh`
        .flat_map(|w| [crate::speakers::names::without_article(&w).map(str::to_owned), Some(w)])
        .flatten()
        .collect();
    bare.sort_unstable();
    for entity in entities.iter_mut().filter(|e| matches!(e.kind, EntityKind::Other | EntityKind::Organisation)) {
        if let [word] = crate::entities::name_words(text, entity.tokens.clone()).as_slice() {
            if bare.binary_search(word).is_ok() && !lex.demonym(word) {
                entity.kind = EntityKind::Person;
            }
        }
    }
    // Unknown names of one word that are sources: companies and the like, so that all their mentions are gathered.
    let mut single: Vec<String> = Vec::new();
    let mut seen: HashMap<&str, u32> = HashMap::new();
    for entity in entities.iter().filter(|e| e.tokens.len() == 1) {
        *seen.entry(text.word(entity.tokens.start)).or_default() += 1;
    }
    for source in sources {
        let first = entities.partition_point(|e| e.tokens.start < source.tokens.start);
        if let Some(entity) = entities.get(first).filter(|e| e.kind == EntityKind::Other && e.tokens.len() == 1) {
            let word = text.word(entity.tokens.start);
            let known = lex.noun(word).is_some()
                || lex.demonym(word)
                || lex.title(word).is_some()
                || elliptical::class(word).is_some()
                || surnames.iter().any(|s| s == word);
            // `Replays suggested …`: a plural that has its capital from the sentence.
            let begins = entity.tokens.start == text.sentence_of(entity.tokens.start).start
                && word.ends_with('s')
                && seen.get(word) == Some(&1);
            if entity.tokens == source.tokens && !known && !begins {
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
