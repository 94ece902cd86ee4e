//! The pipeline as a user meets it: the real binary on texts and page images, with a recorded
//! engine in place of Tesseract wherever Tesseract itself is not the point.

use crate::desk::{Desk, LETTER, outputs};
use crate::source::pdf;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

#[test]
fn a_text_becomes_a_document_whose_spans_point_into_it() {
    let desk = Desk::new();
    desk.text("a/kế hoạch.txt", LETTER);
    desk.ingest(&[]).assert().code(0);
    let document = desk.json("a/kế hoạch.txt.json");
    assert_eq!(document["schema_version"], "1.3.0");
    assert_eq!(document["text"]["original"], LETTER);
    assert_eq!(document["source"]["file"], "a/kế hoạch.txt");
    assert_eq!(document["pages"][0]["text_source"], "file");
    assert_eq!(document["pages"][0]["text"], LETTER);
    let index = desk.index();
    assert_eq!(index.len(), 1);
    assert_eq!(index[0]["output"], "a/kế hoạch.txt.json");
    assert_eq!(index[0]["config_id"], document["config"]["id"]);
}

#[test]
fn page_images_are_read_and_grouped() {
    let desk = Desk::new();
    desk.page("scan/p_2.jpg", 2, "trang thứ hai");
    desk.page("scan/p_10.jpg", 10, "trang thứ mười");
    desk.page("scan/p_1.jpg", 1, LETTER);
    desk.ingest(&["--group", "folder", "--words", "--format", "json,txt"])
        .assert()
        .code(0);
    let document = desk.json("scan.json");
    let pages = document["pages"].as_array().unwrap();
    assert_eq!(pages.len(), 3);
    assert!(pages[0]["raw_text"].as_str().unwrap().starts_with("ỦY BAN"));
    assert_eq!(pages[1]["text"], "trang thứ hai");
    assert_eq!(pages[2]["text"], "trang thứ mười");
    assert_eq!(pages[0]["text_source"], "ocr");
    let word = &pages[1]["lines"][0]["words"][0];
    assert_eq!(word["text"], "trang");
    assert_eq!(word["bbox"].as_array().unwrap().len(), 4);
    let text = fs::read_to_string(desk.path("out/scan.txt")).unwrap();
    assert!(text.contains("trang thứ mười"), "{text}");
}

/// What both a scan and a text layer with the same table must give.
fn check_table(document: &Value) {
    let tables = document["tables"].as_array().unwrap();
    assert_eq!(tables.len(), 1, "{tables:?}");
    assert_eq!(
        tables[0]["columns"],
        json!(["TT", "Nội dung", "Kinh phí Năm 2031", "Kinh phí Năm 2032"])
    );
    let cell = |cell: &Value| cell["text"].clone();
    let row = |row: &Value| row["cells"].as_array().unwrap().iter().map(cell).collect();
    let rows: Vec<Value> = tables[0]["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(row)
        .collect();
    assert_eq!(
        rows,
        [
            json!(["1", "Rà soát danh sách hộ nghèo", "12,5", null]),
            json!(["2", "Tập huấn cán bộ", "30", "31"]),
        ]
    );
}

const RULED: &str = include_str!("cases/pages/ruled.txt");

#[test]
fn a_ruled_table_of_a_page_image_comes_out_cell_by_cell() {
    let desk = Desk::new();
    desk.drawn("scan.jpg", RULED);
    desk.ingest(&[]).assert().code(0);
    let document = desk.json("scan.jpg.json");
    assert_eq!(document["pages"][0]["text_source"], "ocr");
    check_table(&document);
}

#[test]
fn a_ruled_table_of_a_text_layer_comes_out_cell_by_cell() {
    let mut page = pdf::Page::new("");
    for (number, line) in RULED.lines().enumerate() {
        // Cells are drawn as a word processor exports them: thin boxes, from sign to sign.
        let y = 780.0 - 16.0 * number as f32;
        for (at, sign) in line.chars().enumerate() {
            let x = 40.0 + 6.0 * at as f32;
            if "━┏┗┳┻┣╋".contains(sign) {
                page.raw(&format!("{x} {y} 6.4 0.5 re f"));
            }
            if "┃┏┓┳┣┫╋".contains(sign) {
                page.raw(&format!("{x} {} 0.5 16.4 re f", y - 16.0));
            }
        }
        for (at, word) in words(line) {
            page.text(&word, 10.0, (43.0 + 6.0 * at as f32, y - 4.0));
        }
    }
    let desk = Desk::new();
    fs::write(desk.path("in/layer.pdf"), pdf::pdf(&[page])).unwrap();
    desk.ingest(&[]).assert().code(0);
    let document = desk.json("layer.pdf.json");
    assert_eq!(document["pages"][0]["text_source"], "text_layer");
    check_table(&document);
}

/// The words of a drawn line and the columns at which they begin.
fn words(line: &str) -> Vec<(usize, String)> {
    let mut words: Vec<(usize, String)> = Vec::new();
    let mut inside = false;
    for (at, sign) in line.chars().enumerate() {
        let letter = !sign.is_whitespace() && !"━┃┏┓┗┛┳┻┣┫╋".contains(sign);
        match words.last_mut() {
            Some((_, word)) if letter && inside => word.push(sign),
            _ if letter => words.push((at, sign.to_string())),
            _ => {}
        }
        inside = letter;
    }
    words
}

#[test]
fn a_page_that_fails_is_listed_and_the_others_are_kept() {
    let desk = Desk::new();
    desk.page("scan/1.jpg", 1, "trang tốt");
    desk.page("scan/2.jpg", 2, "!error");
    desk.page("scan/3.jpg", 3, "!panic");
    desk.text("good.txt", LETTER);
    let run = desk.ingest(&["--group", "folder"]).assert().code(7);
    let stderr = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(
        stderr.contains("scan: failed: page 2: a recorded failure"),
        "{stderr}"
    );
    let document = desk.json("scan.json");
    assert_eq!(document["pages"][0]["text"], "trang tốt");
    assert_eq!(document["pages"][1]["text_source"], Value::Null);
    let index = desk.index();
    assert_eq!(index[0]["state"], "done");
    assert_eq!(index[1]["state"], "failed");
    assert_eq!(index[1]["needs_review"], true);
    // Left alone by the next run, which still says that something failed.
    let again = desk.ingest(&["--group", "folder"]).assert().code(7);
    let stderr = String::from_utf8(again.get_output().stderr.clone()).unwrap();
    assert!(stderr.contains("read now: 0 documents"), "{stderr}");
    // Mended, and retried.
    desk.page("scan/2.jpg", 2, "trang hai");
    desk.page("scan/3.jpg", 3, "trang ba");
    desk.vanban(&["retry", "--out", "out"]).assert().code(0);
    assert_eq!(desk.json("scan.json")["pages"][2]["raw_text"], "trang ba");
    desk.vanban(&["verify", "--out", "out"]).assert().code(0);
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let desk = Desk::new();
    for number in 0..6 {
        desk.page(
            &format!("s/{number}.jpg"),
            number,
            &format!("trang {number}\nviệc"),
        );
        desk.text(&format!("t/{number}.txt"), &format!("{LETTER}{number}"));
    }
    desk.text("t/twin.txt", &format!("{LETTER}3"));
    for (threads, out) in [("1", "one"), ("4", "four")] {
        desk.vanban(&[
            "ingest", "in", "--group", "folder", "--out", out, "-j", threads,
        ])
        .assert()
        .code(0);
    }
    let (one, four) = (outputs(&desk.path("one")), outputs(&desk.path("four")));
    assert_eq!(one.len(), 8, "6 texts, one group, the index");
    assert!(one == four);
}

#[test]
fn a_second_run_skips_what_is_done_until_the_settings_change() {
    let desk = Desk::new();
    desk.text("a.txt", LETTER);
    let read_now = |more: &[&str]| {
        let run = desk.ingest(more).assert().code(0);
        let stderr = String::from_utf8(run.get_output().stderr.clone()).unwrap();
        let at = stderr.find("read now: ").expect("a summary") + "read now: ".len();
        stderr[at..].split(' ').next().unwrap().to_owned()
    };
    assert_eq!(read_now(&[]), "1");
    assert_eq!(read_now(&[]), "0");
    assert_eq!(read_now(&["--force"]), "1");
    assert_eq!(read_now(&["--no-restore"]), "1");
    assert_eq!(read_now(&["--no-restore"]), "0");
    desk.text("a.txt", "khác");
    assert_eq!(read_now(&["--no-restore"]), "1");
    fs::remove_file(desk.path("out/a.txt.json")).unwrap();
    assert_eq!(read_now(&["--no-restore"]), "1");
}

#[test]
fn exit_codes_are_those_of_the_contract() {
    let desk = Desk::new();
    let code = |arguments: &[&str]| {
        let run = desk.vanban(arguments).output().unwrap();
        run.status.code().unwrap()
    };
    assert_eq!(code(&["ingest", "in", "--pages", "3-1"]), 2);
    assert_eq!(code(&["ingest", "missing.pdf"]), 3);
    assert_eq!(code(&["ingest", "in"]), 3, "an empty folder");
    desk.text("odd.zip", "PK\u{3}\u{4}");
    assert_eq!(code(&["ingest", "in"]), 3, "nothing that is read");
    desk.text("a.txt", LETTER);
    assert_eq!(code(&["ingest", "in"]), 0, "an unsupported kind is skipped");
    desk.text("b.pdf", "%PDF-1.7 and no more");
    assert_eq!(code(&["ingest", "in"]), 7);
    fs::write(desk.path("file"), "in the way").unwrap();
    assert_eq!(code(&["ingest", "in", "--out", "file"]), 4);
    desk.page("c.jpg", 1, "trang");
    let missing = desk.path("nowhere").display().to_string();
    assert_eq!(
        code(&["ingest", "in", "--out", "o", "--recorded-ocr", &missing]),
        5
    );
    let states: Vec<String> = desk
        .index_of("out")
        .iter()
        .map(|line| line["state"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(states, ["done", "failed", "skipped"]);
}

#[test]
fn standard_input_is_a_document() {
    let desk = Desk::new();
    desk.vanban(&["ingest", "-", "--out", "out"])
        .write_stdin(LETTER)
        .assert()
        .code(0);
    assert_eq!(desk.json("stdin.json")["text"]["original"], LETTER);
}

#[test]
fn settings_come_from_flags_then_environment_then_file() {
    let desk = Desk::new();
    fs::write(
        desk.path("c.toml"),
        "lang = \"file\"\nprofile = \"best\"\nwords = true\n",
    )
    .unwrap();
    let shown = |environment: &[(&str, &str)], flags: &[&str]| -> Value {
        let run = desk
            .vanban(&["config", "--config", "c.toml"])
            .args(flags)
            .envs(environment.iter().copied())
            .assert()
            .code(0);
        let shown: Value = serde_json::from_slice(&run.get_output().stdout).unwrap();
        shown
    };
    let file = shown(&[], &[]);
    assert_eq!(file["settings"]["lang"], "file");
    assert_eq!(file["settings"]["words"], true);
    assert_eq!(file["settings"]["profile"], "best");
    let environment = shown(&[("VANBAN_LANG", "environment")], &[]);
    assert_eq!(environment["settings"]["lang"], "environment");
    let flags = shown(
        &[("VANBAN_LANG", "environment")],
        &["--lang", "flag", "--words=false"],
    );
    assert_eq!(flags["settings"]["lang"], "flag");
    assert_eq!(flags["settings"]["words"], false);
    assert_ne!(file["id"], flags["id"]);
    fs::write(desk.path("c.toml"), "language = \"vie\"\n").unwrap();
    desk.vanban(&["config", "--config", "c.toml"])
        .assert()
        .code(2);
}

/// Every member that holds a place points at its own raw text.
fn check_spans(value: &Value, original: &[char], at: &str) {
    match value {
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                check_spans(item, original, &format!("{at}/{number}"));
            }
        }
        Value::Object(members) => {
            if let (Some(start), Some(end), Some(raw)) = (
                members.get("start").and_then(Value::as_u64),
                members.get("end").and_then(Value::as_u64),
                members.get("raw").and_then(Value::as_str),
            ) {
                let there: String = original[start as usize..end as usize].iter().collect();
                assert_eq!(there, raw, "{at}");
            }
            for (name, member) in members {
                check_spans(member, original, &format!("{at}/{name}"));
            }
        }
        _ => {}
    }
}

fn validator(schema: &Value) -> jsonschema::Validator {
    jsonschema::validator_for(schema).expect("a valid schema")
}

fn assert_valid(schema: &jsonschema::Validator, value: &Value, name: &str) {
    let wrong: Vec<String> = schema
        .iter_errors(value)
        .map(|e| format!("{}: {e}", e.instance_path()))
        .take(5)
        .collect();
    assert!(wrong.is_empty(), "{name}: {wrong:#?}");
}

#[test]
fn the_committed_schema_is_the_printed_one() {
    let committed: Value =
        serde_json::from_str(include_str!("../src/output/document.schema.json")).unwrap();
    assert!(
        committed == vanban::output::schema::document(),
        "vanban schema > src/output/document.schema.json, and say in CHANGELOG.md what changed"
    );
}

#[test]
fn outputs_keep_to_the_printed_schema() {
    let desk = Desk::new();
    desk.text("a.txt", LETTER);
    desk.text("twin.txt", LETTER);
    desk.page("s.jpg", 1, LETTER);
    desk.page("broken.jpg", 2, "!error");
    desk.ingest(&["--words"]).assert().code(7);
    let schema = |of: &str| -> Value {
        let run = desk.vanban(&["schema", of]).assert().code(0);
        serde_json::from_slice(&run.get_output().stdout).unwrap()
    };
    let documents = validator(&schema("document"));
    for name in ["a.txt.json", "s.jpg.json", "broken.jpg.json"] {
        let document = desk.json(name);
        assert_valid(&documents, &document, name);
        let original: Vec<char> = document["text"]["original"]
            .as_str()
            .unwrap()
            .chars()
            .collect();
        check_spans(&document, &original, name);
    }
    let lines = validator(&schema("index"));
    for line in desk.index() {
        assert_valid(&lines, &line, "index.jsonl");
    }
}

#[test]
fn real_texts_keep_to_the_shared_schema() {
    let Some(data) = std::env::var_os("VANBAN_DATA").map(PathBuf::from) else {
        println!("skipped: no VANBAN_DATA");
        return;
    };
    let desk = Desk::new();
    let seeds = data.join("seeds");
    desk.vanban(&["ingest", seeds.to_str().unwrap(), "--out", "out"])
        .assert()
        .code(0);
    let shared: Value =
        serde_json::from_slice(&fs::read(data.join("spec/document.schema.json")).unwrap()).unwrap();
    let (shared, own) = (
        validator(&shared),
        validator(&vanban::output::schema::document()),
    );
    let index = desk.index();
    assert_eq!(index.len(), 5);
    for line in index {
        let name = line["output"].as_str().unwrap();
        let document = desk.json(name);
        assert_valid(&shared, &document, name);
        assert_valid(&own, &document, name);
        let original: Vec<char> = document["text"]["original"]
            .as_str()
            .unwrap()
            .chars()
            .collect();
        check_spans(&document, &original, name);
    }
}

#[test]
fn names_of_any_bytes_are_read_and_written() {
    use std::os::unix::ffi::OsStrExt;
    let desk = Desk::new();
    let odd = std::ffi::OsStr::from_bytes(b"line\nbreak \xff.txt");
    fs::write(desk.path("in").join(odd), LETTER).unwrap();
    desk.ingest(&[]).assert().code(0);
    assert_eq!(
        desk.json("line%0Abreak %FF.txt.json")["source"]["file"],
        "line%0Abreak %FF.txt"
    );
}

#[test]
fn several_documents_in_one_file_are_parted_and_never_if_so_asked() {
    let first = include_str!("documents/cong-van-dau-den.txt");
    let second = include_str!("documents/quyet-dinh-xen-ke.txt");
    let desk = Desk::new();
    desk.text("both.txt", &format!("{first}\n\u{c}{second}"));
    desk.ingest(&[]).assert().code(0);
    let index = desk.index();
    assert_eq!(index.len(), 2);
    for (at, code) in ["2306/SGDĐT-KHTC", "1487/QĐ-UBND"].iter().enumerate() {
        let page = at as u64 + 1;
        assert_eq!(index[at]["code"], *code);
        assert_eq!(index[at]["page_range"], serde_json::json!([page, page]));
        let record = desk.json(&format!("both.txt.{page}.json"));
        assert_eq!(record["input"]["part"]["number"], page);
        assert_eq!(record["pages"].as_array().unwrap().len(), 1);
        // Every position counts from the beginning of its own document.
        let original: Vec<char> = record["text"]["original"]
            .as_str()
            .unwrap()
            .chars()
            .collect();
        let field = &record["header"]["code"];
        let place = |key: &str| field[key].as_u64().unwrap() as usize;
        let held: String = original[place("start")..place("end")].iter().collect();
        assert_eq!(field["raw"], held);
        assert_eq!(record["pages"][0]["span"]["start"], 0);
    }
    desk.ingest(&["--split", "never"]).assert().code(0);
    assert_eq!(desk.index().len(), 1);
    assert!(desk.path("out/both.txt.json").exists());
    assert!(!desk.path("out/both.txt.1.json").exists());
}
