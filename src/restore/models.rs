//! What every worker shares: the language model, the channels, and the trie of printed words.

use super::Condition;
use super::channel::{Channel, Entry, Table, WordTrie};
use crate::error::Result;
use crate::lm::{ContextModel, LanguageModel, Model, TokenId};
use crate::syllable::{Placement, Syllable};
use std::borrow::Cow;
use std::sync::OnceLock;

const FOREIGN: &str = include_str!("../../dictionaries/channel-foreign.tsv");
const VIETNAMESE: &str = include_str!("../../dictionaries/channel-vietnamese.tsv");

/// How much of a word's cost in the language model, whatever stands before it, counts when the words are chosen
/// that a seen one may be.
const PRIOR_SHARE: f32 = 0.6;

/// The most that a common word costs in the language model, in nats, whatever stands before it.
const COMMON: f32 = 10.5;

/// The embedded files that this room reads, by file name: what a configuration digest covers.
pub const FILES: &[(&str, &str)] = &[
    ("channel-foreign.tsv", FOREIGN),
    ("channel-vietnamese.tsv", VIETNAMESE),
];

/// A language model: the shipped one, or a caller's own.
pub(super) enum Lm {
    Shipped(&'static Model),
    Own(Box<Model>),
}

impl std::ops::Deref for Lm {
    type Target = Model;

    fn deref(&self) -> &Model {
        match self {
            Self::Shipped(model) => model,
            Self::Own(model) => model,
        }
    }
}

/// The models, made once.
pub struct Models {
    pub(super) lm: Lm,
    pub(super) context: Option<ContextModel>,
    foreign: Lazy,
    vietnamese: Lazy,
}

/// A channel's table; the channel itself is made when a text first needs it.
struct Lazy {
    table: Table,
    model: OnceLock<ChannelModel>,
}

/// A channel with the trie of words that is searched by it.
pub(super) struct ChannelModel {
    pub channel: Channel,
    pub trie: WordTrie,
}

impl Models {
    /// The models around a language model, with the embedded channels.
    pub(super) fn new(lm: Lm, context: Option<ContextModel>) -> Result<Self> {
        let lazy = |table| -> Result<Lazy> {
            Ok(Lazy {
                table: Table::parse(table)?,
                model: OnceLock::new(),
            })
        };
        Ok(Self {
            lm,
            context,
            foreign: lazy(FOREIGN)?,
            vietnamese: lazy(VIETNAMESE)?,
        })
    }

    /// What was learned of a wrong OCR model.
    pub(super) fn foreign_table(&self) -> &Table {
        &self.foreign.table
    }

    /// Whether a word is one of those that make up most of what is written.
    pub(super) fn is_common(&self, word: &str) -> bool {
        let id = self.lm.vocabulary().find(word);
        id.is_some_and(|id| self.lm.advance(&self.lm.blank(), id).cost < COMMON)
    }

    pub(super) fn channel(&self, condition: Condition) -> &ChannelModel {
        let lazy = match condition {
            Condition::Foreign => &self.foreign,
            _ => &self.vietnamese,
        };
        lazy.model
            .get_or_init(|| ChannelModel::new(&lazy.table, &self.lm))
    }
}

impl ChannelModel {
    fn new(table: &Table, lm: &Model) -> Self {
        let vocabulary = lm.vocabulary();
        let letters = vocabulary.words().flat_map(str::chars);
        let channel = Channel::new(table, letters.chain("ăâđêôơưàảãáạ".chars()));
        let ids: Vec<TokenId> = (TokenId::CLASSES..vocabulary.len() as u16)
            .map(TokenId)
            .collect();
        let mut costs = Vec::new();
        lm.score(&lm.blank(), &ids, &mut costs);
        let mut spellings: Vec<(Cow<str>, Entry)> = Vec::with_capacity(ids.len() * 2);
        for ((word, id), scored) in vocabulary.words().zip(ids).zip(costs) {
            let entry = |variant| Entry {
                id,
                variant,
                prior: PRIOR_SHARE * scored.cost,
            };
            spellings.push((word.into(), entry(0)));
            if let Some(syllable) = Syllable::parse(word).filter(|s| s.has_two_spellings()) {
                spellings.push((syllable.spell(Placement::New).into(), entry(1)));
            }
        }
        let words = spellings.iter().map(|(word, entry)| (&**word, *entry));
        let trie = WordTrie::new(words, &channel);
        Self { channel, trie }
    }
}

impl std::fmt::Debug for Models {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Models")
            .field("words", &self.lm.vocabulary().len())
            .finish_non_exhaustive()
    }
}
