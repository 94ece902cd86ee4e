//! Taking clean text apart: bytes a second on one core, `document::parse` alone.
//!
//! The text is our own decision and decree many times over, about one megabyte.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use vanban::document::parse;
use vanban::restore::Restored;

fn whole(c: &mut Criterion) {
    let one = include_str!("../tests/documents/nghi-dinh-chuong-muc.txt");
    let (head, rest) = one.split_at(one.find("Chương I\n").unwrap());
    let (body, foot) = rest.split_at(rest.find("Nơi nhận").unwrap());
    let text = format!("{head}{}{foot}", body.repeat(1_000_000 / body.len()));
    let restored = Restored::unchanged(text);
    let mut group = c.benchmark_group("document");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(restored.text.len() as u64));
    group.bench_function("parse", |b| {
        b.iter(|| {
            let document = parse(&restored);
            assert_eq!(document.header.code.field.text(), "512/2021/NĐ-CP");
            assert!(document.numbered_nodes.len() > 1_000);
            document
        });
    });
    group.finish();
}

criterion_group!(benches, whole);
criterion_main!(benches);
