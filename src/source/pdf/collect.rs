//! What is drawn on a page: glyphs with their places, images with theirs, and whether lines and
//! shapes are drawn. No pixel is decoded.

use super::super::Limits;
use super::super::guard::Stop;
use super::{codestream, lines};
use crate::error::ErrorKind;
use crate::page::Rule;
use crate::page::rules::MOST_PIECES;
use crate::page::text_layer::{Glyph, GlyphText};
use hayro::hayro_interpret::font::{Glyph as PdfGlyph, GlyphRun, OutlineGlyph};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, Paint, SoftMask, TransformExt, interpret_page,
};
use hayro::hayro_syntax::object::Dict;
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, BezPath, Rect, Shape};
use std::sync::Arc;

/// What is drawn on a page.
#[derive(Default)]
pub(super) struct Collected {
    pub glyphs: Vec<Glyph>,
    /// Names of the fonts that the glyphs index.
    pub fonts: Vec<Option<Arc<str>>>,
    pub images: Vec<Placed>,
    /// Paths drawn.
    pub paths: usize,
    /// Level and upright strokes among them, piece by piece, in points from the top left; about [`MOST_PIECES`] at most.
    pub rules: Vec<Rule>,
}

/// An image drawn on the page.
pub(super) struct Placed {
    /// From pixels to points from the top left of the page as displayed.
    pub transform: Affine,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// The part of the page that it covers after clipping, in points.
    pub visible: Rect,
    /// Whether it is drawn as it is: opaque, with no blend mode and no mask around it.
    pub plain: bool,
    /// Pixels that its code stream declares, where that differs from its dictionary.
    pub declared_pixels: u64,
}

impl Placed {
    /// Pixels per inch along the image's own axes.
    pub(super) fn dpi(&self) -> (f64, f64) {
        let [a, b, c, d, _, _] = self.transform.as_coeffs();
        (72.0 / a.hypot(b).max(1e-9), 72.0 / c.hypot(d).max(1e-9))
    }

    /// Whether its axes are those of the page, perhaps turned by quarters or mirrored.
    pub(super) fn is_upright(&self) -> bool {
        let [a, b, c, d, _, _] = self.transform.as_coeffs();
        let (w, h) = (f64::from(self.width), f64::from(self.height));
        // Less than half a pixel astray over the whole image.
        let drift = |over_x: f64, over_y: f64, pixel: f64| {
            (over_x * w).abs().max((over_y * h).abs()) < 0.5 * pixel
        };
        drift(b, c, a.abs().min(d.abs())) || drift(a, d, b.abs().min(c.abs()))
    }
}

impl Collected {
    /// Glyphs that are seen and are no watermark.
    pub(super) fn printed_glyphs(&self) -> usize {
        let printed = |g: &&Glyph| g.visible && !g.is_watermark() && !g.text.is_space();
        self.glyphs.iter().filter(printed).count()
    }

    /// Whether most glyphs are not drawn at all.
    pub(super) fn is_invisible(&self) -> bool {
        self.glyphs.iter().filter(|g| !g.visible).count() * 2 > self.glyphs.len()
    }

    pub(super) fn of<'a>(page: &Page<'a>, cache: &InterpreterCache<'a>, limits: &Limits) -> Self {
        let mut collector = Collector {
            limit: limits.operations,
            ..Collector::default()
        };
        interpret(page, cache, &mut collector);
        collector.collected
    }
}

/// Runs the page through a device, in points from the top left of the page as displayed.
pub(super) fn interpret<'a>(
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    device: &mut impl Device<'a>,
) {
    let (width, height) = page.render_dimensions();
    let mut context = Context::new(
        page.initial_transform(true).to_kurbo(),
        Rect::new(0.0, 0.0, width.into(), height.into()),
        cache,
        page.xref(),
        InterpreterSettings::default(),
    );
    interpret_page(page, &mut context, device);
}

#[derive(Default)]
struct Collector {
    collected: Collected,
    operations: u64,
    limit: u64,
    /// What each pushed clip leaves visible.
    clips: Vec<Rect>,
    /// For each transparency group: whether it and those around it draw plainly.
    groups: Vec<bool>,
    /// For each marked-content sequence: its replacement text, until a glyph has taken it.
    marked: Vec<Option<Replacement>>,
    /// The font of the last run, to spare looking its name up.
    last_font: Option<(u128, u16)>,
}

/// A marked-content sequence whose glyphs stand for another text (`/ActualText`).
enum Replacement {
    Pending(Box<str>),
    Taken,
}

impl Collector {
    fn count(&mut self, operations: usize) {
        self.operations += operations as u64;
        if self.operations > self.limit {
            Stop::now(
                ErrorKind::Limit,
                format!(
                    "more than {} drawing operations (max-operations)",
                    self.limit
                ),
            );
        }
    }

    fn clip(&mut self, bounds: Rect) {
        self.count(1);
        let clip = self.clips.last().map_or(bounds, |c| c.intersect(bounds));
        self.clips.push(clip);
    }

    fn font_of(&mut self, glyph: &PdfGlyph<'_>) -> u16 {
        let PdfGlyph::Outline(glyph) = glyph else {
            return self.font_named(None);
        };
        self.font_of_outline(glyph)
    }

    fn font_of_outline(&mut self, glyph: &OutlineGlyph) -> u16 {
        let data = glyph.font_data();
        let key = data.as_ref().map_or(0, |data| data.cache_key);
        match self.last_font {
            Some((last, index)) if last == key && key != 0 => index,
            _ => {
                let index = self.font_named(data.and_then(|data| data.postscript_name));
                self.last_font = Some((key, index));
                index
            }
        }
    }

    fn font_named(&mut self, name: Option<String>) -> u16 {
        let fonts = &mut self.collected.fonts;
        let known = fonts
            .iter()
            .position(|known| known.as_deref() == name.as_deref());
        known.unwrap_or_else(|| {
            fonts.push(name.map(Into::into));
            fonts.len() - 1
        }) as u16
    }

    /// The text of a glyph; `None` when a glyph before it has said it all.
    fn text_of(&mut self, glyph: &PdfGlyph<'_>) -> Option<GlyphText> {
        if let Some(Some(replacement)) = self.marked.iter_mut().rev().find(|m| m.is_some()) {
            return match std::mem::replace(replacement, Replacement::Taken) {
                Replacement::Pending(text) => Some(GlyphText::Many(text)),
                Replacement::Taken => None,
            };
        }
        Some(match glyph.as_unicode() {
            Some(BfString::Char(c)) => GlyphText::Char(c),
            Some(BfString::String(s)) => GlyphText::Many(s.into()),
            None => GlyphText::Char(char::REPLACEMENT_CHARACTER),
        })
    }
}

impl<'a> Device<'a> for Collector {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.count(1);
        self.collected.paths += 1;
        if self.collected.rules.len() < MOST_PIECES {
            let rules = lines::of_path(path, props.transform, mode);
            self.collected.rules.extend(rules);
        }
    }

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, mode: &DrawMode) {
        self.count(1);
        self.collected.paths += 1;
        if self.collected.rules.len() < MOST_PIECES {
            let rules = lines::of_rect(rect, props.transform, mode);
            self.collected.rules.extend(rules);
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.clip(clip.path.bounding_box());
    }

    fn push_clip_rect(&mut self, rect: &Rect) {
        self.clip(*rect);
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn push_transparency_group(
        &mut self,
        opacity: f32,
        mask: Option<SoftMask<'a>>,
        blend: BlendMode,
    ) {
        self.count(1);
        let plain = opacity > 0.99 && mask.is_none() && blend == BlendMode::Normal;
        let around = self.groups.last().copied().unwrap_or(true);
        self.groups.push(around && plain);
    }

    fn pop_transparency_group(&mut self) {
        self.groups.pop();
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.count(run.glyphs().len());
        let Some(first) = run.glyphs().first() else {
            return;
        };
        let font = self.font_of(first);
        let visible = !matches!(mode, DrawMode::Invisible);
        let pale = match &props.paint {
            Paint::Color(colour) => is_pale(colour.to_rgba().to_rgba8()),
            Paint::Pattern(_) => false,
        } || !self.groups.last().copied().unwrap_or(true);
        for glyph in run.glyphs() {
            let transform = props.transform * glyph.transform();
            let width = match &**glyph {
                PdfGlyph::Outline(glyph) => glyph.advance_width(),
                PdfGlyph::Type3(glyph) => glyph.advance_width(),
            };
            let [a, b, c, d, x, y] = transform.as_coeffs();
            let width = f64::from(width.unwrap_or(500.0));
            let advance = [(a * width) as f32, (b * width) as f32];
            let Some(text) = self.text_of(glyph) else {
                // Its width still belongs to the glyph that has the text.
                if let Some(last) = self.collected.glyphs.last_mut() {
                    last.advance[0] = (x as f32 - last.origin[0]) + advance[0];
                    last.advance[1] = (y as f32 - last.origin[1]) + advance[1];
                }
                continue;
            };
            self.collected.glyphs.push(Glyph {
                text,
                origin: [x as f32, y as f32],
                advance,
                size: (c.hypot(d) * 1000.0) as f32,
                font,
                visible,
                pale,
            });
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.count(1);
        let (width, height) = (image.width(), image.height());
        let bounds =
            props
                .transform
                .transform_rect_bbox(Rect::new(0.0, 0.0, width.into(), height.into()));
        let declared = match &image {
            Image::Stencil(stencil) => codestream::declared_pixels(stencil.stream()),
            Image::Raster(raster) => codestream::declared_pixels(raster.stream()),
        };
        self.collected.images.push(Placed {
            transform: props.transform,
            width,
            height,
            visible: self.clips.last().map_or(bounds, |c| c.intersect(bounds)),
            plain: self.groups.last().copied().unwrap_or(true)
                && props.soft_mask.is_none()
                && props.blend_mode == BlendMode::Normal,
            declared_pixels: declared.unwrap_or(u64::from(width) * u64::from(height)),
        });
    }

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        self.count(1);
        let text = properties
            .and_then(|p| p.get::<hayro::hayro_syntax::object::String<'_>>(&b"ActualText"[..]))
            .map(|text| Replacement::Pending(text_string(text.as_bytes()).into()));
        self.marked.push(text);
    }

    fn end_marked_content(&mut self) {
        self.marked.pop();
    }
}

/// A text string of PDF (section 7.9.2.2): UTF-16BE or UTF-8 with a mark, else Latin.
fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            let units = rest
                .chunks_exact(2)
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units)
                .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect()
        }
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|&b| char::from(b)).collect(),
    }
}

/// Whether print of this colour is as faint as a watermark.
fn is_pale([r, g, b, a]: [u8; 4]) -> bool {
    let luma = 0.299 * f32::from(r) + 0.587 * f32::from(g) + 0.114 * f32::from(b);
    let opacity = f32::from(a) / 255.0;
    luma * opacity + 255.0 * (1.0 - opacity) > 120.0 && luma > 60.0 || opacity < 0.6
}
