//! Speed of restoring stripped text with the models that ship, whole and by the n-grams alone, in syllables a second.
//!
//! The answer is asserted before anything is timed: a decoder that is fast and wrong fails here.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use vanban::lm::{Model, Size, TokenId, TokenKind, segment};
use vanban::restore::decoder::{Beam, Decoder};
use vanban::restore::lattice::{Arc, Lattice};
use vanban::restore::{Condition, Options, Profile, Restorer};
use vanban::syllable::strip;

/// Written for this benchmark.
const TEXT: &str = "Căn cứ Luật Tổ chức chính quyền địa phương; theo đề nghị của Giám đốc Sở Nội vụ. \
    Ủy ban nhân dân tỉnh ban hành kế hoạch triển khai thực hiện công tác văn thư, lưu trữ năm 2031 \
    trên địa bàn tỉnh. Các cơ quan, đơn vị có trách nhiệm phân công cán bộ phụ trách, bố trí kinh phí \
    và báo cáo kết quả về Sở Nội vụ trước ngày 15 tháng 12 để tổng hợp, trình Chủ tịch Ủy ban nhân dân \
    tỉnh xem xét, quyết định. ";

fn lattice_of(model: &Model, text: &str, lattice: &mut Lattice) {
    lattice.clear();
    for token in segment(text) {
        let class = match token.kind {
            TokenKind::Word => {
                let word = text[token.range].to_ascii_lowercase();
                let readings = model.vocabulary().readings(&word);
                if readings.len() > 0 {
                    lattice.push(readings.map(|id| Arc::word(id, 0.0, 0)));
                    continue;
                }
                TokenId::FOREIGN
            }
            TokenKind::Number => TokenId::NUMBER,
            TokenKind::Code => TokenId::CODE,
            TokenKind::Boundary => TokenId::BOUNDARY,
        };
        lattice.push([Arc::word(class, 0.0, 0)]);
    }
}

fn decode(c: &mut Criterion) {
    let model = Model::shipped(Size::Default).expect("the model that ships is whole");
    let text = TEXT.repeat(20);
    let stripped = strip(&text);
    let mut lattice = Lattice::new();
    let (mut decoder, mut choices) = (Decoder::new(), Vec::new());
    lattice_of(model, &stripped, &mut lattice);
    decoder.decode(model, &lattice, &Beam::default(), &mut choices);
    let words: Vec<&str> = choices
        .iter()
        .map(|choice| lattice.arcs(choice.position)[choice.arc].tokens()[0])
        .filter(|id| id.is_word())
        .map(|id| model.vocabulary().text(id))
        .collect();
    let printed: Vec<String> = segment(&text)
        .filter(|token| token.kind == TokenKind::Word)
        .map(|token| vanban::lm::canonical(&text[token.range]))
        .collect();
    assert_eq!(words, printed);

    let mut group = c.benchmark_group("stripped");
    group.throughput(Throughput::Elements(words.len() as u64));
    group.bench_function("decode", |b| {
        b.iter(|| decoder.decode(model, black_box(&lattice), &Beam::default(), &mut choices));
    });
    group.bench_function("lattice", |b| {
        b.iter(|| lattice_of(model, black_box(&stripped), &mut lattice));
    });
    for (name, profile) in [("fast", Profile::Fast), ("best", Profile::Best)] {
        let restorer = Restorer::builtin(profile).expect("the models that ship are whole");
        let mut worker = restorer.worker();
        let options = Options {
            condition: Some(Condition::Stripped),
            profile,
            ..Options::default()
        };
        assert_eq!(worker.restore(&stripped, &options).text, text);
        group.bench_function(name, |b| {
            b.iter(|| worker.restore(black_box(&stripped), &options));
        });
    }
    group.finish();
}

criterion_group!(benches, decode);
criterion_main!(benches);
