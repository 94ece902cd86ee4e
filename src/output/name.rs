//! Names of output files: `a/b.pdf` becomes `a/b.pdf.json`, whatever bytes the name holds.

use std::path::{Component, Path, PathBuf};

/// A relative path as text: components joined by `/`, bytes that are not printable UTF-8
/// percent-encoded. It names the document in its output, the index and the ledger.
pub fn portable(relative: &Path) -> String {
    let mut name = String::new();
    for component in relative.components() {
        if let Component::Normal(part) = component {
            if !name.is_empty() {
                name.push('/');
            }
            encode(part.as_encoded_bytes(), &mut name);
        }
    }
    name
}

fn encode(bytes: &[u8], out: &mut String) {
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}') {
                let mut buffer = [0; 4];
                percent(c.encode_utf8(&mut buffer).as_bytes(), out);
            } else {
                out.push(c);
            }
        }
        percent(chunk.invalid(), out);
    }
}

fn percent(bytes: &[u8], out: &mut String) {
    for byte in bytes {
        out.push_str(&format!("%{byte:02X}"));
    }
}

/// Where, below the output folder, the document `name` is written: its whole name with
/// `extension` behind it (`json`, `txt`); `part` (from 1) numbers the documents of a split file.
pub fn output_file(name: &str, part: Option<u32>, extension: &str) -> PathBuf {
    PathBuf::from(match part {
        Some(part) => format!("{name}.{part}.{extension}"),
        None => format!("{name}.{extension}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    #[test]
    fn names_keep_what_prints_and_encode_the_rest() {
        assert_eq!(portable(Path::new("a/Quyết định.pdf")), "a/Quyết định.pdf");
        let odd = Path::new(OsStr::from_bytes(b"a\nb/\xff.pdf"));
        assert_eq!(portable(odd), "a%0Ab/%FF.pdf");
        assert_eq!(
            output_file("a/b.pdf", Some(2), "json"),
            Path::new("a/b.pdf.2.json")
        );
    }
}
