//! What a file may cost at most: checked on declared sizes, before anything is allocated.

use crate::error::{Error, ErrorKind, Result};

/// Upper bounds. Each has a default that real archives stay far below.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Limits {
    /// Size of a file in bytes. Default 1 GiB.
    pub file_bytes: u64,
    /// Pages of a file. Default 20,000.
    pub pages: u32,
    /// Pixels of one page image. Default 150 million (A4 at 1200 dpi is 139).
    pub pixels: u64,
    /// Pixels of a page that is rendered because it has no single scan. Default 40 million: larger
    /// pages are rendered at a lower resolution.
    pub rendered_pixels: u64,
    /// Bytes that one compressed stream of a PDF may grow to. Default 512 MiB.
    pub inflated_bytes: u64,
    /// Drawing operations of one page. Default 5 million.
    pub operations: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 1 << 30,
            pages: 20_000,
            pixels: 150_000_000,
            rendered_pixels: 40_000_000,
            inflated_bytes: 512 << 20,
            operations: 5_000_000,
        }
    }
}

impl Limits {
    pub(super) fn check_file(&self, bytes: u64) -> Result<()> {
        check(bytes, self.file_bytes, "bytes", "max-file-bytes")
    }

    pub(super) fn check_pages(&self, pages: u32) -> Result<()> {
        check(pages.into(), self.pages.into(), "pages", "max-pages")
    }

    pub(super) fn check_pixels(&self, width: u32, height: u32) -> Result<()> {
        let pixels = u64::from(width) * u64::from(height);
        check(pixels, self.pixels, "pixels", "max-pixels")
    }
}

fn check(found: u64, limit: u64, unit: &str, setting: &str) -> Result<()> {
    if found <= limit {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Limit,
        format!("{found} {unit}, more than the limit of {limit} ({setting})"),
    ))
}
