//! Annotations to standard output, in the form that was asked for.

use super::arguments::{Options, OutputFormat};
use super::input::name;
use std::ffi::OsStr;
use std::io::{self, Write};
use whosaid::export::{self, Format};
use whosaid::text::OffsetMap;
use whosaid::Annotations;

/// Writes one text after the other.
pub struct Writer<'o, W> {
    options: &'o Options,
    out: W,
    /// Texts written so far.
    count: usize,
}

impl<'o, W: Write> Writer<'o, W> {
    /// Writes to `out`.
    pub fn new(options: &'o Options, out: W) -> Self {
        Self { options, out, count: 0 }
    }

    /// Writes the annotations (byte offsets) of one text.
    pub fn write(&mut self, file: &OsStr, text: &str, annotations: Annotations) -> io::Result<()> {
        let annotations = annotations.with_offsets(self.options.offsets, &OffsetMap::new(text));
        let many = self.options.files.len() > 1;
        let first = self.count == 0;
        self.count += 1;
        let written = match self.options.format {
            OutputFormat::Lines => {
                let id = serde_json::to_string(&name(file)).unwrap_or_default();
                export::json_line(Some(&id), &annotations)
            }
            OutputFormat::Library(Format::Text) => {
                let heading = if many { format!("==> {} <==\n", name(file)) } else { String::new() };
                let gap = if first { "" } else { "\n" };
                format!("{gap}{heading}{}", export::text(text, &annotations, self.options.colours))
            }
            OutputFormat::Library(Format::Csv) => {
                let heading = if first { export::csv_header(many) } else { String::new() };
                heading + &export::csv_rows(many.then(|| name(file)).as_deref(), text, &annotations)
            }
            OutputFormat::Library(format) => export::export(format, text, &annotations),
            // A page is read before it is annotated, and goes by `write_raw`.
            OutputFormat::Embed => return Ok(()),
        };
        self.out.write_all(written.as_bytes())
    }

    /// Writes what is finished already.
    pub fn write_raw(&mut self, output: &str) -> io::Result<()> {
        self.out.write_all(output.as_bytes())
    }

    /// Writes what is still held back.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}
