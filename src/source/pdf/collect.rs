//! What is drawn on a page: glyphs with their places, images with theirs, and whether lines and
//! shapes are drawn. No pixel is decoded.

use super::super::Limits;
use super::super::guard::Stop;
use super::RasterPlan;
use crate::error::ErrorKind;
use crate::page::text_layer::{Glyph, GlyphText};
use hayro::hayro_interpret::font::{Glyph as PdfGlyph, GlyphRun};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, TransformExt, interpret_page,
};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, BezPath, Point, Rect};
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
}

/// An image drawn on the page.
pub(super) struct Placed {
    /// From pixels to points from the top left of the page as displayed.
    pub transform: Affine,
    pub width: u32,
    pub height: u32,
}

impl Collected {
    pub(super) fn of<'a>(page: &Page<'a>, cache: &InterpreterCache<'a>, limits: &Limits) -> Self {
        let (width, height) = page.render_dimensions();
        let mut context = Context::new(
            page.initial_transform(true).to_kurbo(),
            Rect::new(0.0, 0.0, width.into(), height.into()),
            cache,
            page.xref(),
            InterpreterSettings::default(),
        );
        let mut collector = Collector {
            collected: Self::default(),
            operations: 0,
            limit: limits.operations,
        };
        interpret_page(page, &mut context, &mut collector);
        collector.collected
    }

    pub(super) fn is_empty(&self) -> bool {
        self.glyphs.is_empty() && self.images.is_empty() && self.paths == 0
    }

    pub(super) fn plan(&self, _width: f32, _height: f32) -> RasterPlan {
        RasterPlan::Render
    }
}

struct Collector {
    collected: Collected,
    operations: u64,
    limit: u64,
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

    fn font_index(&mut self, name: Option<String>) -> u16 {
        let fonts = &mut self.collected.fonts;
        let known = fonts
            .iter()
            .position(|known| known.as_deref() == name.as_deref());
        known.unwrap_or_else(|| {
            fonts.push(name.map(Into::into));
            fonts.len() - 1
        }) as u16
    }
}

impl<'a> Device<'a> for Collector {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.count(1);
        self.collected.paths += 1;
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.count(1);
    }

    fn push_clip_rect(&mut self, _: &Rect) {
        self.count(1);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.count(1);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.count(run.glyphs().len());
        let Some(first) = run.glyphs().first() else {
            return;
        };
        let name = match &**first {
            PdfGlyph::Outline(glyph) => glyph.font_data().and_then(|font| font.postscript_name),
            PdfGlyph::Type3(_) => None,
        };
        let font = self.font_index(name);
        for glyph in run.glyphs() {
            let transform = props.transform * glyph.transform();
            let width = match &**glyph {
                PdfGlyph::Outline(glyph) => glyph.advance_width(),
                PdfGlyph::Type3(glyph) => glyph.advance_width(),
            };
            let origin = transform * Point::ZERO;
            let end = transform * Point::new(width.unwrap_or(500.0).into(), 0.0);
            let top = transform * Point::new(0.0, 1000.0);
            self.collected.glyphs.push(Glyph {
                text: match glyph.as_unicode() {
                    Some(BfString::Char(c)) => GlyphText::Char(c),
                    Some(BfString::String(s)) => GlyphText::Many(s.into()),
                    None => GlyphText::Char('\u{FFFD}'),
                },
                origin: [origin.x as f32, origin.y as f32],
                advance: [(end.x - origin.x) as f32, (end.y - origin.y) as f32],
                size: (top - origin).hypot() as f32,
                font,
                visible: !matches!(mode, DrawMode::Invisible),
            });
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.count(1);
        self.collected.images.push(Placed {
            transform: props.transform,
            width: image.width(),
            height: image.height(),
        });
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn draw_rect(&mut self, _: &Rect, _: DrawProps<'a>, _: &DrawMode) {
        self.count(1);
        self.collected.paths += 1;
    }
}
