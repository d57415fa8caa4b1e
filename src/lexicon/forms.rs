//! English inflection, as far as rows of the lexicon need it.

/// Whether a word ends in a consonant and `y`.
fn consonant_y(word: &str) -> bool {
    word.strip_suffix('y').is_some_and(|stem| !stem.ends_with(['a', 'e', 'o', 'u']))
}

fn hisses(word: &str) -> bool {
    word.ends_with(['s', 'x', 'z']) || word.ends_with("ch") || word.ends_with("sh")
}

/// The plural of a noun, by rule.
pub(super) fn plural(noun: &str) -> String {
    if let Some(stem) = noun.strip_suffix("man").filter(|s| !s.is_empty()) {
        return format!("{stem}men");
    }
    if consonant_y(noun) {
        return format!("{}ies", &noun[..noun.len() - 1]);
    }
    if hisses(noun) {
        return format!("{noun}es");
    }
    format!("{noun}s")
}

/// `says`, `denies`, `stresses`
pub(super) fn third_person(verb: &str) -> String {
    if consonant_y(verb) {
        format!("{}ies", &verb[..verb.len() - 1])
    } else if hisses(verb) || verb.ends_with('o') {
        format!("{verb}es")
    } else {
        format!("{verb}s")
    }
}

/// `saying`, `writing`, `agreeing`
pub(super) fn present_participle(verb: &str) -> String {
    match verb.strip_suffix('e').filter(|s| !s.ends_with(['e', 'o'])) {
        Some(stem) => format!("{stem}ing"),
        None => format!("{verb}ing"),
    }
}

/// `claimed`, `denied`, `agreed`
pub(super) fn past(verb: &str) -> String {
    if consonant_y(verb) {
        format!("{}ied", &verb[..verb.len() - 1])
    } else if verb.ends_with('e') {
        format!("{verb}d")
    } else {
        format!("{verb}ed")
    }
}
