//! A desk to work at: a folder with inputs, recordings of the OCR engine and outputs, and the real
//! binary to read them with.

use assert_cmd::Command;
use image::codecs::jpeg::{JpegEncoder, PixelDensity};
use image::{GrayImage, Luma};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Stdio};
use vanban::ocr::recorded::key;
use vanban::page::clean;
use vanban::source::{OpenOptions, Source};

/// A letter of a fictional agency.
pub const LETTER: &str = "\
ỦY BAN NHÂN DÂN
TỈNH HẢI SƠN
Số: 31/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hải Sơn, ngày 07 tháng 4 năm 2024
KẾ HOẠCH
Trồng cây chắn sóng ven biển năm 2024
I. MỤC ĐÍCH
Bảo vệ bờ biển và đồng ruộng trước mùa bão.
";

/// A folder with inputs, recordings and outputs.
pub struct Desk {
    pub folder: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["in", "recorded"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        Self { folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn text(&self, name: &str, text: &str) {
        let path = self.path("in").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// A page image that is like no other, and what the recorded engine reads on it.
    pub fn page(&self, name: &str, seed: u32, transcript: &str) {
        self.image(name, &page_image(seed), transcript);
    }

    /// A page image with the rules of a drawing (`tests/text.rs`), on which the engine reads the rest of it.
    pub fn drawn(&self, name: &str, drawing: &str) {
        let is_rule = |c: char| "━┃┏┓┗┛┳┻┣┫╋".contains(c);
        self.image(name, &ruled_image(drawing), &drawing.replace(is_rule, " "));
    }

    fn image(&self, name: &str, image: &GrayImage, transcript: &str) {
        let path = self.path("in").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        // With a resolution, so that the page is small in pixels too and nothing is enlarged.
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
        encoder.set_pixel_density(PixelDensity::dpi(250));
        encoder.encode_image(image).unwrap();
        fs::write(&path, bytes).unwrap();
        // A recording is found by what the engine is given, cleaned as every page image is.
        let source = Source::open(&path, &OpenOptions::default()).unwrap();
        let (prepared, _) = clean::prepare(&source.page(1).unwrap().raster().unwrap());
        let recording = format!("{}.txt", key(&prepared));
        fs::write(self.path("recorded").join(recording), transcript).unwrap();
    }

    pub fn vanban(&self, arguments: &[&str]) -> Command {
        let mut command = Command::cargo_bin("vanban").unwrap();
        command
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.folder.path())
            .env("OMP_THREAD_LIMIT", "1")
            .env("VANBAN_RECORDED_OCR", self.path("recorded"))
            .args(arguments);
        command
    }

    pub fn ingest(&self, more: &[&str]) -> Command {
        let mut command = self.vanban(&["ingest", "in", "--out", "out"]);
        command.args(more);
        command
    }

    /// The binary at work in the background, saying nothing.
    pub fn spawn(&self, arguments: &[&str]) -> Child {
        process::Command::new(assert_cmd::cargo::cargo_bin("vanban"))
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.folder.path())
            .env("OMP_THREAD_LIMIT", "1")
            .env("VANBAN_RECORDED_OCR", self.path("recorded"))
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    pub fn json(&self, name: &str) -> Value {
        serde_json::from_slice(&fs::read(self.path("out").join(name)).unwrap()).unwrap()
    }

    pub fn index(&self) -> Vec<Value> {
        self.index_of("out")
    }

    pub fn index_of(&self, out: &str) -> Vec<Value> {
        fs::read_to_string(self.path(out).join("index.jsonl"))
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

/// White, with bars that stand for print; different for every seed.
pub fn page_image(seed: u32) -> GrayImage {
    let mut image = GrayImage::from_pixel(300, 400, Luma([255]));
    for row in 0..12 {
        for x in 40..(100 + (seed * 37 + row * 53) % 160) {
            for y in 0..6 {
                image.put_pixel(x, 60 + row * 24 + y, Luma([0]));
            }
        }
    }
    for bit in 0..32 {
        if seed >> bit & 1 == 1 {
            image.put_pixel(60 + bit, 30, Luma([0]));
        }
    }
    image
}

/// Rules from sign to sign, a little aslant and with holes, where the recorded engine lays out the signs; no
/// print, but for a speck of ink for each letter.
fn ruled_image(drawing: &str) -> GrayImage {
    let (width, height) = (1500u32, 1200u32);
    let mut image = GrayImage::from_pixel(width, height, Luma([250]));
    let rows = drawing.lines().count() as f32;
    let columns = drawing.lines().map(|l| l.chars().count()).max().unwrap() as f32;
    let (row, column) = (height as f32 / (rows + 2.0), width as f32 / (columns + 2.0));
    let mut ink = |x: f32, y: f32| {
        let x = x + 0.01 * y;
        for side in 0..4 {
            let (x, y) = (x as u32 + side % 2, y as u32 + side / 2);
            image.put_pixel(x.min(width - 1), y.min(height - 1), Luma([40]));
        }
    };
    for (number, line) in drawing.lines().enumerate() {
        for (at, sign) in line.chars().enumerate() {
            let (left, top) = ((at as f32 + 1.0) * column, (number as f32 + 0.9) * row);
            let (x, y) = (left + column / 2.0, top + row / 2.0);
            let faint = (number + at) % 13 == 0;
            for step in (0..100).filter(|step| !(faint && (20..30).contains(step))) {
                let share = step as f32 / 100.0;
                if "━┏┗┳┻┣╋".contains(sign) {
                    ink(x + share * column, y);
                }
                if "┃┏┓┳┣┫╋".contains(sign) {
                    ink(x, y + share * row);
                }
            }
            if sign.is_alphanumeric() {
                ink(x, y);
            }
        }
    }
    image
}

/// Every output file below a folder, by relative path, private files left out.
pub fn outputs(folder: &Path) -> Vec<(String, Vec<u8>)> {
    fn walk(root: &Path, folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.ends_with(".vanban") {
                continue;
            }
            if path.is_dir() {
                walk(root, &path, found);
            } else {
                let name = path
                    .strip_prefix(root)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned();
                found.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, folder, &mut found);
    found.sort();
    found
}
