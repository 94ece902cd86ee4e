//! Files that are broken, or built to hurt: each ends with a clear reason within its limits, and the
//! batch goes on to its good neighbour.

use assert_cmd::Command;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

const GOOD: &str = "Số: 12/KH-UBND\nKế hoạch trồng cây chắn sóng\n";

/// A PDF of numbered objects, with its cross-reference table.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        writeln!(file, "{} 0 obj", number + 1).unwrap();
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let table = file.len();
    write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for offset in offsets {
        writeln!(file, "{offset:010} 00000 n ").unwrap();
    }
    write!(
        file,
        "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    )
    .unwrap();
    file
}

fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let mut object = format!("<< {dictionary} /Length {} >>\nstream\n", data.len()).into_bytes();
    object.extend_from_slice(data);
    object.extend_from_slice(b"\nendstream");
    object
}

/// One page with the given size, contents and resources.
fn one_page(size: &str, resources: &str, contents: Vec<u8>, more: Vec<Vec<u8>>) -> Vec<u8> {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size}] /Contents 4 0 R \
             /Resources << {resources} >> >>"
        )
        .into_bytes(),
        contents,
    ];
    objects.extend(more);
    pdf(&objects)
}

/// A page that is an image whose data is garbage of the given filter.
fn garbage_image(filter: &str) -> Vec<u8> {
    let mut state = 0x9E37_79B9_u32;
    let data: Vec<u8> = (0..5000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .collect();
    one_page(
        "595 842",
        "/XObject << /I 5 0 R >>",
        stream("", b"595 0 0 842 0 0 cm /I Do"),
        vec![stream(
            &format!(
                "/Type /XObject /Subtype /Image /Width 1700 /Height 2200 /ColorSpace /DeviceGray \
                 /BitsPerComponent 1 /Filter /{filter}"
            ),
            &data,
        )],
    )
}

/// Zlib stored or run-length deflate is not at hand: ASCIIHex over RunLength inflates 64 times a
/// layer, and filters can be chained.
fn bomb() -> Vec<u8> {
    // Each pair of bytes becomes 128 zeros; twice over, 4096-fold.
    let once: Vec<u8> = [129u8, 129u8].repeat(200_000);
    one_page(
        "595 842",
        "",
        stream(
            "/Filter [/RunLengthDecode /RunLengthDecode /RunLengthDecode]",
            &once,
        ),
        Vec::new(),
    )
}

fn tiff_of_many_directories(count: u32) -> Vec<u8> {
    let mut file = b"II*\0\x08\0\0\0".to_vec();
    for number in 0..count {
        let next = 8 + (number + 1) * 6;
        file.extend_from_slice(&0u16.to_le_bytes());
        file.extend_from_slice(&(if number + 1 == count { 0 } else { next }).to_le_bytes());
    }
    file
}

fn files() -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = vec![
        ("bomb.pdf".into(), bomb()),
        (
            "huge-page.pdf".into(),
            one_page(
                "14400 14400",
                "",
                stream("", b"0 0 m 14400 14400 l S"),
                Vec::new(),
            ),
        ),
        (
            "cycle.pdf".into(),
            pdf(&[
                b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
                b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>".to_vec(),
            ]),
        ),
        (
            "form-loop.pdf".into(),
            one_page(
                "595 842",
                "/XObject << /F 5 0 R >>",
                stream("", b"/F Do"),
                vec![stream(
                    "/Type /XObject /Subtype /Form /BBox [0 0 9 9] \
                     /Resources << /XObject << /F 5 0 R >> >>",
                    b"/F Do /F Do",
                )],
            ),
        ),
        (
            "nested.pdf".into(),
            one_page(
                "595 842",
                "",
                stream("", &b"[".repeat(200_000)),
                vec![b"[".repeat(100_000)],
            ),
        ),
        (
            "many-operations.pdf".into(),
            one_page(
                "595 842",
                "",
                stream("", &b"0 0 m 1 1 l S\n".repeat(300_000)),
                Vec::new(),
            ),
        ),
        ("jbig2.pdf".into(), garbage_image("JBIG2Decode")),
        ("jpx.pdf".into(), garbage_image("JPXDecode")),
        ("ccitt.pdf".into(), garbage_image("CCITTFaxDecode")),
        ("dct.pdf".into(), garbage_image("DCTDecode")),
        ("directories.tiff".into(), tiff_of_many_directories(10_000)),
        (
            "invalid.txt".into(),
            b"v\xC4n b\xFFn \xF0\x9F h\xED".to_vec(),
        ),
        ("empty.pdf".into(), Vec::new()),
        ("nul.bin".into(), vec![0; 100_000]),
        ("long-line.txt".into(), "việc ".repeat(200_000).into_bytes()),
    ];
    let mut tree = vec![b"<< /Type /Catalog /Pages 2 0 R >>".to_vec()];
    let kids: String = (0..20_001).fold(String::new(), |mut kids, page| {
        let _ = write!(kids, "{} 0 R ", page + 3);
        kids
    });
    tree.push(format!("<< /Type /Pages /Kids [{kids}] /Count 20001 >>").into_bytes());
    let page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>";
    tree.extend((0..20_001).map(|_| page.to_vec()));
    files.push(("page-tree.pdf".into(), pdf(&tree)));
    let whole = one_page(
        "595 842",
        "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>",
        stream(
            "",
            &b"BT /F 12 Tf 72 700 Td (Van ban so 12) Tj ET\n".repeat(150),
        ),
        Vec::new(),
    );
    for end in (1024..whole.len()).step_by(1024) {
        files.push((format!("cut-{end:05}.pdf"), whole[..end].to_vec()));
    }
    let mut state = 7u32;
    for number in 0..12 {
        let mut flipped = whole.clone();
        for _ in 0..20 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = state as usize % flipped.len();
            flipped[at] ^= 1 << (state >> 29);
        }
        files.push((format!("flipped-{number:02}.pdf"), flipped));
    }
    files
}

fn index(folder: &Path) -> Vec<Value> {
    fs::read_to_string(folder.join("out/index.jsonl"))
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn hostile_files_end_with_a_reason_and_the_batch_goes_on() {
    let desk = tempfile::tempdir().unwrap();
    let inputs = desk.path().join("in");
    fs::create_dir(&inputs).unwrap();
    let files = files();
    for (name, bytes) in &files {
        fs::write(inputs.join(name), bytes).unwrap();
    }
    fs::write(inputs.join("zz-good\nneighbour.txt"), GOOD).unwrap();
    std::os::unix::fs::symlink(&inputs, inputs.join("loop")).unwrap();
    fs::create_dir(desk.path().join("recorded")).unwrap();
    let run = Command::cargo_bin("vanban")
        .unwrap()
        .current_dir(desk.path())
        .env("OMP_THREAD_LIMIT", "1")
        .env("VANBAN_RECORDED_OCR", "recorded")
        .args([
            "ingest",
            "in",
            "--out",
            "out",
            "--page-seconds",
            "20",
            "--document-seconds",
            "20",
        ])
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(7), "{stderr}");
    let index = index(desk.path());
    assert_eq!(index.len(), files.len() + 1, "every input is listed");
    for line in &index {
        let state = line["state"].as_str().unwrap();
        assert!(
            state == "done" || line["reason"].as_str().is_some_and(|r| r.len() > 5),
            "{line}"
        );
        assert_ne!(state, "queued", "{line}");
    }
    let good = index.last().unwrap();
    assert_eq!(good["path"], "zz-good%0Aneighbour.txt");
    assert_eq!(good["state"], "done");
    for (name, state) in [
        ("page-tree.pdf", "failed"),
        ("empty.pdf", "failed"),
        ("invalid.txt", "skipped"),
        ("nul.bin", "skipped"),
        ("long-line.txt", "done"),
    ] {
        let line = index.iter().find(|line| line["path"] == name).unwrap();
        assert_eq!(line["state"], state, "{line}");
    }
}
