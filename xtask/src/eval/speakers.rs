use super::counts::Counts;
use super::document::Document;
pub fn score(_gold: &Document, _predicted: &Document) -> Counts {
    Counts::default()
}
pub fn report(_c: &Counts, _name: &str) -> String {
    String::new()
}
