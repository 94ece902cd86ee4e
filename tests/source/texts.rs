//! Text files and files that are none of ours.

use super::open;
use vanban::ErrorKind;
use vanban::page::TextSource;
use vanban::source::Kind;

#[test]
fn text_comes_back_unchanged() {
    let composed = "Số: 05/TB-THSM\r\nKính gửi: các tổ\n";
    let decomposed = "So\u{302}\u{301}: 05";
    for text in [composed, decomposed] {
        for mark in ["", "\u{FEFF}"] {
            let source = open(format!("{mark}{text}").into_bytes()).unwrap();
            assert_eq!(source.kind(), Kind::Text);
            assert_eq!(source.text(), Some(text));
            assert_eq!(source.page(1).unwrap().file_text(), Some(text));
        }
    }
    let utf16: Vec<u8> = "\u{FEFF}Số: 05"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(open(utf16).unwrap().text(), Some("Số: 05"));
}

#[test]
fn form_feeds_part_pages() {
    let source = open("một\n\x0C\n\x0Cba hai\n\x0C".into()).unwrap();
    assert_eq!(source.page_count(), 3);
    let of = |index| source.page(index).unwrap().decision.source;
    assert_eq!(
        [of(1), of(2), of(3)],
        [TextSource::File, TextSource::Blank, TextSource::File]
    );
    assert_eq!(source.page(3).unwrap().file_text(), Some("ba hai\n"));
    assert_eq!(source.page(3).unwrap().words.lines[0].words.len(), 2);
}

#[test]
fn other_files_are_told_what_they_are() {
    let kind = |bytes: &[u8]| {
        let error = open(bytes.to_vec()).err().unwrap();
        (error.kind(), error.to_string())
    };
    assert_eq!(kind(b"").0, ErrorKind::Malformed);
    assert_eq!(kind(b"PK\x03\x04....").0, ErrorKind::Unsupported);
    assert_eq!(kind(&[0, 1, 2, 3, 200, 0, 9]).0, ErrorKind::Unsupported);
    let (legacy, message) = kind(b"C\xE9ng h\xDFa x\xB7 h\xE9i");
    assert_eq!(legacy, ErrorKind::Unsupported);
    assert!(
        message.contains("convert") && message.contains("offset 1"),
        "{message}"
    );
    assert_eq!(kind(b"%PDF-1.4\nnothing").0, ErrorKind::Malformed);
    assert_eq!(kind(b"\x89PNG\r\n\x1a\n").0, ErrorKind::Malformed);
    assert_eq!(kind(b"II*\0\xFF\xFF\xFF\xFF").0, ErrorKind::Malformed);
}
