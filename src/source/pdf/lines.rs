//! Ruling lines among the paths that a PDF draws: straight strokes, and boxes filled so thin that they are one.

use crate::page::Rule;
use hayro::hayro_interpret::DrawMode;
use hayro::kurbo::{Affine, BezPath, PathEl, PathSeg, Point, Rect, Shape};

/// Filled boxes are rules if one side is at most this long, in points, and the other is longer.
const THICK: f64 = 3.0;
/// A stroke may leave its direction by this share of its length.
const ASLANT: f64 = 0.01;

/// The rules that a path draws, level and upright, in points of the page.
pub(super) fn of_path(path: &BezPath, transform: Affine, mode: &DrawMode) -> Vec<Rule> {
    match mode {
        DrawMode::Fill(_) => filled(path, transform),
        DrawMode::Stroke(_) | DrawMode::FillAndStroke(..) => {
            let segments = path.segments().filter_map(|segment| match segment {
                PathSeg::Line(line) => between(transform * line.p0, transform * line.p1),
                _ => None,
            });
            segments.collect()
        }
        DrawMode::Invisible => Vec::new(),
    }
}

/// The thin parts of a filled path, each by the box around its points.
fn filled(path: &BezPath, transform: Affine) -> Vec<Rule> {
    let mut rules = Vec::new();
    let mut part: Option<Rect> = None;
    for element in path.elements() {
        if matches!(element, PathEl::MoveTo(_) | PathEl::ClosePath) {
            rules.extend(part.take().and_then(thin));
        }
        if let Some(end) = element.end_point() {
            let end = transform * end;
            let here = Rect::from_points(end, end);
            part = Some(part.map_or(here, |part| part.union(here)));
        }
    }
    rules.extend(part.and_then(thin));
    rules
}

/// The rules that a box draws: itself if it is filled and thin, its sides if they are stroked.
pub(super) fn of_rect(rect: &Rect, transform: Affine, mode: &DrawMode) -> Vec<Rule> {
    match mode {
        DrawMode::Fill(_) => thin(transform.transform_rect_bbox(*rect))
            .into_iter()
            .collect(),
        _ => of_path(&rect.to_path(0.1), transform, mode),
    }
}

fn thin(rect: Rect) -> Option<Rule> {
    let centre = rect.center();
    let (short, long) = (
        rect.width().min(rect.height()),
        rect.width().max(rect.height()),
    );
    if short > THICK || long <= THICK {
        return None;
    }
    if rect.width() > rect.height() {
        between(Point::new(rect.x0, centre.y), Point::new(rect.x1, centre.y))
    } else {
        between(Point::new(centre.x, rect.y0), Point::new(centre.x, rect.y1))
    }
}

fn between(a: Point, b: Point) -> Option<Rule> {
    let (across, along) = ((b.x - a.x).abs(), (b.y - a.y).abs());
    let straight = across.min(along) <= ASLANT * across.max(along) && across.max(along) > 0.0;
    let point = |p: Point| [p.x as f32, p.y as f32];
    straight.then(|| Rule::new(point(a), point(b)))
}
