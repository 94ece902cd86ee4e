//! Legacy encodings: every letter there and back, fonts and texts recognised, right text left alone.

use proptest::prelude::*;
use vanban::legacy::{
    Encoding, convert, convert_bytes, convert_text, detect, encode, encoding_of_font,
    is_capital_font, repair_unicode,
};
use vanban::syllable::{Placement, Syllable};

const PARAGRAPH: &str = "Căn cứ Nghị định số 12 của Chính phủ, Ủy ban nhân dân huyện Đông Hải yêu cầu các \
    xã, thị trấn khẩn trương rà soát những hộ nghèo, cận nghèo; lập danh sách gửi về phòng Lao động \
    trước ngày 15 tháng 8. Việc hỗ trợ gạo, giống và phân bón phải được thực hiện đúng đối tượng, \
    không để xảy ra thất thoát. Nơi nào chậm trễ, người đứng đầu chịu trách nhiệm.";

/// Proper texts that nothing may touch.
const RIGHT: [&str; 6] = [
    "© 2004 by A. Smith. © 2005 by B. Jones. © 2006: 5 µ, ¶ 3, ½ cup, « so ».",
    PARAGRAPH,
    "La société a été créée à Genève; le règlement prévoit une réunion annuelle où siègent les délégués.",
    "The § 5 agreement – naïve, £20 © 2004 – was signed at the café near the façade.",
    "Die Größe der Stadt Zürich überrascht fünf Gäste; Mädchen hören Geräusche.",
    "là và có thì dù, cũng như các, cho bà con; không ai là ngoài.",
];

const ALL: [Encoding; 7] = [
    Encoding::Tcvn3,
    Encoding::Vni,
    Encoding::Viscii,
    Encoding::Vps,
    Encoding::Windows1258,
    Encoding::Viqr,
    Encoding::Utf8AsWindows1252,
];

#[test]
fn every_syllable_comes_back_from_every_encoding() {
    for encoding in ALL {
        for syllable in Syllable::all() {
            let spelled = syllable.spell(Placement::Old);
            for text in [spelled.to_uppercase(), spelled].map(|s| format!("({s})")) {
                let legacy = encode(&text, encoding).unwrap();
                let back = convert(&legacy, encoding, false);
                assert_eq!(back.text, text, "{encoding:?} {legacy}");
                assert_eq!(back.origin.len(), back.text.chars().count());
            }
        }
    }
}

#[test]
fn a_paragraph_is_recognised_in_every_encoding() {
    for encoding in Encoding::DETECTED {
        let legacy = encode(PARAGRAPH, encoding).unwrap();
        let found = detect(&legacy, None).unwrap_or_else(|| panic!("{encoding:?}: {legacy}"));
        assert_eq!(found.encoding, encoding);
        assert!(found.score > 0.97, "{found:?}");
        assert_eq!(convert_text(&legacy, None).0.text, PARAGRAPH);
    }
}

#[test]
fn eight_bit_files_and_symbol_fonts_and_mac_roman_are_read() {
    let shown = encode(PARAGRAPH, Encoding::Tcvn3).unwrap();
    let bytes: Vec<u8> = shown.chars().map(|c| c as u32 as u8).collect();
    assert_eq!(convert_bytes(&bytes, None).unwrap().0, PARAGRAPH);
    let symbol: String = shown
        .chars()
        .map(|c| {
            if c == ' ' {
                c
            } else {
                char::from_u32(0xf000 + c as u32).unwrap()
            }
        })
        .collect();
    assert_eq!(convert_text(&symbol, None).0.text, PARAGRAPH);
    let mac = shown
        .replace('¸', "∏")
        .replace('µ', "μ")
        .replace('\u{ad}', "−");
    let found = detect(&mac, Some("VnTime")).unwrap();
    assert_eq!(found.encoding, Encoding::Tcvn3);
    assert_eq!(convert_bytes(b"\xff\xfe\xfd\xfc \x81\x8d", None), None);
}

#[test]
fn a_hyphen_for_the_soft_hyphen_writes_u_horn_and_other_hyphens_stay() {
    let text = "Nhµ n-íc, t- ph¸p, h-¬ng -íc, Q§-TTg, céng - trõ, x· héi -u tiªn";
    assert_eq!(
        convert(text, Encoding::Tcvn3, false).text,
        "Nhà nước, tư pháp, hương ước, QĐ-TTg, cộng - trừ, xã hội ưu tiên"
    );
    let seen = "n\u{ad}íc - t-\u{ad}";
    assert_eq!(convert(seen, Encoding::Tcvn3, false).text, "nước - t-ư");
}

#[test]
fn capitals_come_from_the_font() {
    assert!(is_capital_font("ABCDEF+.VnTimeH"));
    assert_eq!(
        encoding_of_font("ABCDEF+VnTimeHBold"),
        Some(Encoding::Tcvn3)
    );
    assert_eq!(
        convert("quyÕt ®Þnh", Encoding::Tcvn3, true).text,
        "QUYẾT ĐỊNH"
    );
    // A word of ASCII letters: only the font can tell.
    assert_eq!(
        detect("cao", Some(".VnTimeH")).unwrap().encoding,
        Encoding::Tcvn3
    );
    assert_eq!(detect("cao", Some("Arial")), None);
    // A font of that name with Unicode in it.
    assert_eq!(detect("Quyết định về việc", Some(".VnTime")), None);
}

#[test]
fn right_text_comes_back_byte_for_byte() {
    for text in RIGHT {
        assert_eq!(detect(text, None), None, "{text}");
        let (converted, found) = convert_text(text, None);
        assert_eq!((converted.text.as_str(), found), (text, None));
        assert!(
            matches!(repair_unicode(text), std::borrow::Cow::Borrowed(_)),
            "{text}"
        );
    }
}

#[test]
fn a_text_of_several_encodings_is_converted_line_by_line() {
    let legacy = encode(PARAGRAPH, Encoding::Tcvn3).unwrap();
    let mixed = format!("{legacy}\n{}\n{PARAGRAPH}\n\n{legacy}\n", RIGHT[1]);
    let expected = format!("{PARAGRAPH}\n{}\n{PARAGRAPH}\n\n{PARAGRAPH}\n", RIGHT[1]);
    let (converted, _) = convert_text(&mixed, None);
    assert_eq!(converted.text, expected);
    let second = mixed.chars().position(|c| c == '\n').unwrap() + 1;
    let at = converted.text.chars().position(|c| c == '\n').unwrap() + 1;
    assert_eq!(converted.origin[at], second);
}

#[test]
fn damaged_unicode_is_put_right() {
    for (damaged, right) in [
        ("Nhà nƣớc, ĐƢỜNG", "Nhà nước, ĐƯỜNG"),
        ("Tie\u{302}\u{301}ng Vie\u{302}\u{323}t", "Tiếng Việt"),
        ("Tie\u{301}\u{302}ng Viê\u{323}t", "Tiếng Việt"),
        ("việt é\u{302} thành ê\u{301}", "việt ế thành ế"),
        ("QUYẾT ÐỊNH số 5/QÐ-TTg", "QUYẾT ĐỊNH số 5/QĐ-TTg"),
        ("ðường ði, d\u{335}ất", "đường đi, đất"),
        ("nǎm bǎ\u{301}t", "năm bắt"),
        ("hоa tập", "hoa tập"),
    ] {
        assert_eq!(repair_unicode(damaged), right);
    }
    for kept in ["Guðmundur Óðinsson", "Привет, мир", "wǒ hǎo", "ГОСТ 5"] {
        assert_eq!(repair_unicode(kept), kept);
    }
}

#[test]
fn real_files_convert_to_their_transcripts() {
    let Ok(data) = std::env::var("VANBAN_DATA") else {
        println!("skipped: no VANBAN_DATA");
        return;
    };
    let dir = std::path::Path::new(&data).join("legacy-encodings");
    let mut seen = 0;
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "pdf") {
            let truth = std::fs::read_to_string(path.with_extension("txt")).unwrap();
            let read = std::process::Command::new("pdftotext")
                .arg("-layout")
                .arg(&path)
                .arg("-")
                .output()
                .unwrap();
            let (text, _) = convert_bytes(&read.stdout, None).unwrap();
            let counts = vanban::eval::score_transcript(&truth, &text).counts();
            let marks = counts.get(vanban::eval::Metric::FoundDiacriticCi);
            assert!(
                marks.value().unwrap() >= 0.995,
                "{}: {marks:?}",
                path.display()
            );
            seen += 1;
        }
    }
    assert!(seen > 0);
}

proptest! {
    #[test]
    fn conversion_keeps_ascii_and_maps_back(text in "[a-z0-9 .,/\n]{0,80}") {
        for encoding in Encoding::DETECTED {
            let converted = convert(&text, encoding, false);
            prop_assert_eq!(&converted.text, &text);
            prop_assert!(converted.origin.iter().copied().eq(0..text.chars().count()));
        }
    }

    #[test]
    fn repair_is_idempotent(text in "[a-zđðƣơ\u{301}\u{302}\u{323} аое]{0,40}") {
        let once = repair_unicode(&text).into_owned();
        prop_assert_eq!(repair_unicode(&once).into_owned(), once);
    }
}
