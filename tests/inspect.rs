//! The contact sheet of `vanban inspect`: every page drawn, every block named.

use crate::desk::{Desk, LETTER};
use assert_cmd::assert::Assert;
use std::fs;

fn inspect(desk: &Desk, name: &str) -> Assert {
    let input = desk.path("in").join(name);
    let out = desk.path("sheet");
    let [input, out] = [&input, &out].map(|path| path.to_str().unwrap());
    desk.vanban(&["inspect", input, "--out", out]).assert()
}

#[test]
fn a_page_is_drawn_with_its_boxes_beside_what_was_read() {
    let desk = Desk::new();
    desk.page("a <b>.jpg", 1, LETTER);
    inspect(&desk, "a <b>.jpg").success();
    let out = desk.path("sheet");
    let html = fs::read_to_string(out.join("index.html")).unwrap();
    for shown in [
        "<title>a &lt;b&gt;.jpg</title>",
        "<td class=\"text\">31/KH-UBND",
        "<img src=\"page-001.png\"",
        "page 1: ocr",
    ] {
        assert!(html.contains(shown), "no {shown} in {html}");
    }
    let picture = image::open(out.join("page-001.png")).unwrap().to_rgb8();
    // Letterheads are boxed in blue, and the band above the page is dark.
    assert!(
        picture
            .pixels()
            .any(|p| p.0 == [0, 90, 200] || p.0 == [0, 130, 40])
    );
    assert!(picture.get_pixel(0, 0).0.iter().all(|&level| level < 60));
}

#[test]
fn a_text_file_has_no_pages_to_draw_on() {
    let desk = Desk::new();
    desk.text("a.txt", LETTER);
    inspect(&desk, "a.txt").code(3);
    assert!(!desk.path("sheet").exists());
}
