//! Files of every kind, opened, judged and rasterised.

mod cleaning;
mod images;
pub mod pdf;
mod readings;
mod real;
mod scans;
mod texts;

use pdf::{Page, pdf};
use unicode_normalization::UnicodeNormalization;
use vanban::page::{PageWords, TextSource, Verdict};
use vanban::source::{Limits, OpenOptions, Source};
use vanban::{ErrorKind, Result};

/// Lines that together are judged good: fictional, of ordinary words.
const NOTICE: [&str; 6] = [
    "THÔNG BÁO VỀ LỊCH TRỰC CỦA TỔ BẢO VỆ",
    "Căn cứ kế hoạch công tác năm học mới đã được duyệt,",
    "Nhà trường thông báo lịch trực của tổ bảo vệ như sau:",
    "1. Ca sáng từ sáu giờ đến mười bốn giờ mỗi ngày,",
    "2. Ca chiều từ mười bốn giờ đến hai mươi hai giờ.",
    "Đề nghị các đồng chí nghiêm túc thực hiện đúng giờ.",
];

fn open(bytes: Vec<u8>) -> Result<Source> {
    Source::from_bytes(bytes, "test", &OpenOptions::default())
}

fn lines(words: &PageWords) -> Vec<String> {
    words
        .lines
        .iter()
        .map(|line| {
            let words: Vec<&str> = line.words.iter().map(|w| w.text.as_str()).collect();
            words.join(" ")
        })
        .collect()
}

fn notice() -> Page {
    let mut page = Page::new("");
    for (i, line) in NOTICE.iter().enumerate() {
        page.text(line, 10.0, (60.0, 780.0 - 16.0 * i as f32));
    }
    page
}

#[test]
fn a_line_drawn_in_two_passes_reads_in_order() {
    let mut page = Page::new("");
    for (i, line) in NOTICE.iter().enumerate() {
        page.scrambled(line, 10.0, (60.0, 780.0 - 16.0 * i as f32));
    }
    let source = open(pdf(&[page])).unwrap();
    let page = source.page(1).unwrap();
    assert_eq!(lines(&page.words), NOTICE);
    assert_eq!(
        page.judgement.verdict,
        Verdict::Good,
        "{:?}",
        page.judgement
    );
    assert_eq!(page.decision.source, TextSource::TextLayer);
}

#[test]
fn boxes_are_from_the_top_left_of_the_page_as_displayed() {
    // Written upwards along the left edge, as a landscape table on a page turned by 90 degrees.
    let mut turned = Page::new("/Rotate 90");
    turned.raw("q 0 1 -1 0 0 0 cm");
    turned.text("Số hiệu", 10.0, (100.0, -50.0)).raw("Q");
    let mut cropped = Page::new("/CropBox [50 42 545 742]");
    cropped.text("Số hiệu", 10.0, (100.0, 700.0));
    let source = open(pdf(&[turned, cropped])).unwrap();
    let page = source.page(1).unwrap();
    assert_eq!((page.width, page.height), (842.0, 595.0));
    assert_eq!(lines(&page.words), ["Số hiệu"]);
    let bbox = page.words.lines[0].bbox.0;
    assert!(
        (bbox[0] - 100.0).abs() < 0.1 && bbox[1] > 40.0 && bbox[3] < 55.0,
        "{bbox:?}"
    );
    let page = source.page(2).unwrap();
    assert_eq!((page.width, page.height), (495.0, 700.0));
    let bbox = page.words.lines[0].bbox.0;
    assert!((bbox[0] - 50.0).abs() < 0.1, "{bbox:?}");
    // The baseline is 42 points below the crop box's top; the letters stand on it.
    assert!(
        bbox[1] < 42.0 && bbox[3] > 42.0 && bbox[3] < 46.0,
        "{bbox:?}"
    );
}

#[test]
fn words_are_parted_by_gaps_where_there_are_no_spaces() {
    let mut page = Page::new("");
    page.text("Kế", 10.0, (60.0, 700.0));
    page.text("hoạch", 10.0, (60.0 + 12.0 + 3.0, 700.0));
    page.glyphs(&["fi", "n"], 10.0, (60.0, 650.0));
    let source = open(pdf(&[page])).unwrap();
    assert_eq!(lines(&source.page(1).unwrap().words), ["Kế hoạch", "fin"]);
}

#[test]
fn columns_side_by_side_are_lines_of_their_own() {
    let mut page = Page::new("");
    page.text("TRƯỜNG TIỂU HỌC SUỐI MƠ", 10.0, (40.0, 800.0));
    page.text("CỘNG HÒA XÃ HỘI", 10.0, (320.0, 800.0));
    let source = open(pdf(&[page])).unwrap();
    assert_eq!(
        lines(&source.page(1).unwrap().words),
        ["TRƯỜNG TIỂU HỌC SUỐI MƠ", "CỘNG HÒA XÃ HỘI"]
    );
}

#[test]
fn combining_marks_stay_with_their_letters() {
    let mut page = Page::new("");
    page.glyphs(&["e", "\u{302}", "\u{301}", " ", "a"], 10.0, (60.0, 700.0));
    let source = open(pdf(&[page])).unwrap();
    assert_eq!(lines(&source.page(1).unwrap().words), ["e\u{302}\u{301} a"]);
}

#[test]
fn print_across_the_sheet_says_how_to_turn_it() {
    for (matrix, quarters) in [
        ("1 0 0 1 60 400", 0),
        ("0 1 -1 0 300 60", 1),
        ("-1 0 0 -1 500 400", 2),
        ("0 -1 1 0 300 700", 3),
    ] {
        let mut page = Page::new("");
        page.raw(&format!("q {matrix} cm"));
        page.text(NOTICE[0], 10.0, (0.0, 0.0)).raw("Q");
        let source = open(pdf(&[page])).unwrap();
        let words = source.page(1).unwrap().words;
        assert_eq!(
            (words.quarters, lines(&words)),
            (quarters, vec![NOTICE[0].to_owned()])
        );
    }
}

#[test]
fn actual_text_replaces_the_glyphs_of_its_span() {
    let mut page = Page::new("");
    page.raw("/Span << /ActualText <FEFF1EC7006E> >> BDC");
    page.text("xyz", 10.0, (60.0, 700.0)).raw("EMC");
    let source = open(pdf(&[page])).unwrap();
    assert_eq!(lines(&source.page(1).unwrap().words), ["ện"]);
}

#[test]
fn layers_that_lie_are_found() {
    let verdict = |lines: &[String]| {
        let mut page = Page::new("");
        for (i, line) in lines.iter().enumerate() {
            page.text(line, 10.0, (40.0, 780.0 - 16.0 * i as f32));
        }
        let source = open(pdf(&[page])).unwrap();
        let page = source.page(1).unwrap();
        (page.judgement.verdict, page.decision.source)
    };
    let map = |f: &dyn Fn(&str) -> String| NOTICE.iter().map(|l| f(l)).collect::<Vec<_>>();
    let stripped = map(&|line| vanban::syllable::strip(line));
    assert_eq!(
        verdict(&stripped),
        (Verdict::Stripped, TextSource::TextLayer)
    );
    // Marked letters mapped into another script, as a broken ToUnicode does.
    let broken = map(&|line| {
        line.chars()
            .map(|c| {
                if c.is_ascii() {
                    c
                } else {
                    char::from_u32(0x4D0 + c as u32 % 60).unwrap()
                }
            })
            .collect()
    });
    assert_eq!(verdict(&broken), (Verdict::BrokenMap, TextSource::Ocr));
    let unmapped = map(&|line| {
        line.chars()
            .map(|c| if c.is_ascii() { c } else { '\u{FFFD}' })
            .collect()
    });
    assert_eq!(verdict(&unmapped), (Verdict::BrokenMap, TextSource::Ocr));
    let noise = map(&|line| {
        line.chars()
            .enumerate()
            .map(|(i, c)| match i % 3 {
                0 if c.is_alphabetic() => 'Q',
                1 if c.is_alphabetic() => '~',
                _ => c,
            })
            .collect()
    });
    assert_eq!(verdict(&noise).1, TextSource::Ocr);
    // What a model of another language makes of the same lines: marks, but the wrong ones.
    let foreign = map(&|line| {
        let misread = [
            ('ộ', 'd'),
            ('ư', 'u'),
            ('ờ', 'd'),
            ('ế', 'é'),
            ('ạ', 'a'),
            ('ệ', 'é'),
            ('ổ', 'é'),
            ('á', 'é'),
            ('ị', 'é'),
        ];
        let misread: std::collections::HashMap<char, char> = misread.into();
        line.chars()
            .map(|c| *misread.get(&c).unwrap_or(&c))
            .collect()
    });
    assert_eq!(verdict(&foreign).0, Verdict::Foreign);
    // A map that gives one mark for another: every syllable is legal.
    let exchanged = map(&|line| {
        let other = |c| match c {
            '\u{302}' => '\u{306}',
            '\u{306}' => '\u{302}',
            '\u{301}' => '\u{300}',
            '\u{300}' => '\u{301}',
            c => c,
        };
        line.nfd().map(other).nfc().collect()
    });
    assert_eq!(verdict(&exchanged), (Verdict::BrokenMap, TextSource::Ocr));
}

#[test]
fn an_empty_page_is_blank() {
    let source = open(pdf(&[Page::new("")])).unwrap();
    let page = source.page(1).unwrap();
    assert_eq!(page.judgement.verdict, Verdict::Absent);
    assert_eq!(page.decision.source, TextSource::Blank);
}

#[test]
fn encrypted_files_open_with_the_empty_or_the_right_password() {
    let file = |name: &str| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/pages/");
        std::fs::read(format!("{folder}{name}.pdf")).unwrap()
    };
    let text = ["Thong bao ve lich truc cua to bao ve"];
    let source = open(file("encrypted-empty-password")).unwrap();
    assert_eq!(lines(&source.page(1).unwrap().words), text);
    let locked = file("encrypted-password");
    let with = |password: Option<&str>| {
        let options = OpenOptions {
            password: password.map(str::to_owned),
            ..OpenOptions::default()
        };
        Source::from_bytes(locked.clone(), "locked.pdf", &options)
    };
    for password in [None, Some("sai")] {
        let error = with(password).err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Password);
        assert!(error.to_string().contains("--password"), "{error}");
    }
    let source = with(Some("mat khau")).unwrap();
    assert_eq!(lines(&source.page(1).unwrap().words), text);
}

#[test]
fn damaged_files_are_errors_and_never_panics() {
    vanban::source::silence_guarded_panics();
    let whole = pdf(&[notice(), scans::scan_page("595 0 0 842 0 0", "")]);
    let mut state = 7u64;
    let mut random = |below: usize| {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (state >> 33) as usize % below
    };
    let mut damaged: Vec<Vec<u8>> = (0..16)
        .map(|i| whole[..whole.len() * i / 16].to_vec())
        .collect();
    for _ in 0..40 {
        let mut bytes = whole.clone();
        for _ in 0..1 + random(40) {
            let at = random(bytes.len());
            bytes[at] = random(256) as u8;
        }
        damaged.push(bytes);
    }
    let mut read = 0;
    for bytes in damaged {
        let Ok(source) = open(bytes) else { continue };
        for index in 1..=source.page_count() {
            if let Ok(page) = source.page(index) {
                read += 1;
                let _ = page.raster();
            }
        }
    }
    assert!(read > 40, "only {read} pages of damaged files were read");
}

#[test]
fn a_file_cut_short_is_told() {
    let whole = pdf(&[notice(), notice(), notice()]);
    let source = open(whole[..whole.len() * 2 / 3].to_vec()).unwrap();
    assert!(!source.warnings().is_empty());
    assert!(open(whole).unwrap().warnings().is_empty());
}

#[test]
fn limits_are_errors_of_their_own_kind() {
    let kind = |limits: Limits, bytes: Vec<u8>| {
        let options = OpenOptions {
            limits,
            ..OpenOptions::default()
        };
        Source::from_bytes(bytes, "test", &options)
            .and_then(|source| source.page(1)?.raster().map(|_| ()))
            .err()
            .map(|e| e.kind())
    };
    let bytes = pdf(&[scans::scan_page("595 0 0 842 0 0", "")]);
    assert_eq!(kind(Limits::default(), bytes.clone()), None);
    for limits in [
        Limits {
            file_bytes: 100,
            ..Limits::default()
        },
        Limits {
            pages: 0,
            ..Limits::default()
        },
        Limits {
            pixels: 100,
            ..Limits::default()
        },
        Limits {
            operations: 1,
            ..Limits::default()
        },
    ] {
        assert_eq!(
            kind(limits.clone(), bytes.clone()),
            Some(ErrorKind::Limit),
            "{limits:?}"
        );
    }
    let huge = pdf(&[Page::new("/MediaBox [0 0 14400 14400]")]);
    assert_eq!(kind(Limits::default(), huge), Some(ErrorKind::Limit));
    let large = pdf(&[Page::new("/MediaBox [0 0 1440 1440]")]);
    assert_eq!(kind(Limits::default(), large.clone()), None);
    let few = Limits {
        rendered_pixels: 100_000,
        ..Limits::default()
    };
    assert_eq!(kind(few, large), Some(ErrorKind::Limit));
}

#[test]
fn pages_are_read_by_several_threads() {
    let pages: Vec<Page> = (0..8).map(|_| notice()).collect();
    let source = open(pdf(&pages)).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..2 {
            let source = &source;
            scope.spawn(move || {
                let mut reader = source.reader();
                for index in (1..=8).filter(|i| i % 2 == thread) {
                    assert_eq!(lines(&reader.page(index).unwrap().words), NOTICE);
                }
            });
        }
    });
}
