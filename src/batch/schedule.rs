//! Who does what next: documents and their pages over the threads of one pool.
//!
//! A plain parallel loop over documents would leave all cores but one idle on a 300-page scan, and
//! nested parallel loops let a waiting thread open ever more documents. Here every thread asks for
//! the next step: a page of a document already open, else the next document. So at most one
//! document a thread is open and at most one page a thread is being read, whatever the batch holds.

use crate::error::Result;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;

/// What the schedule drives: the three steps of a document.
pub trait Work: Sync {
    /// What one thread owns: an OCR engine, or a worker process.
    type Hands;
    /// A document that has been opened, shared by the threads that read its pages.
    type Document: Send + Sync;
    /// What reading a page gave.
    type Page: Send;
    /// Why a document was given up.
    type Failure: Send;

    /// Makes what a thread needs, when its first step comes.
    ///
    /// # Errors
    /// Whatever makes the whole run impossible, such as a missing OCR model.
    fn hands(&self) -> Result<Self::Hands>;

    /// Opens document `number` and says how many pages are to be read; `None` when it needs no
    /// reading (done before, or failed, and so recorded).
    ///
    /// # Errors
    /// Only what ends the whole run (an output that cannot be written).
    fn open(
        &self,
        hands: &mut Self::Hands,
        number: usize,
    ) -> Result<Option<(Self::Document, usize)>>;

    /// Reads page `page` (from 0) of the document. `Err` gives the whole document up.
    fn page(
        &self,
        hands: &mut Self::Hands,
        document: &Self::Document,
        page: usize,
    ) -> std::result::Result<Self::Page, Self::Failure>;

    /// All pages are read, in order, or the document was given up.
    ///
    /// # Errors
    /// Only what ends the whole run.
    fn finish(
        &self,
        hands: &mut Self::Hands,
        document: &Self::Document,
        pages: std::result::Result<Vec<Self::Page>, Self::Failure>,
    ) -> Result<()>;
}

/// A document whose pages are being read.
struct Open<W: Work + ?Sized> {
    document: Arc<W::Document>,
    pages: Vec<Option<W::Page>>,
    next: usize,
    reading: usize,
    failure: Option<W::Failure>,
}

impl<W: Work + ?Sized> Open<W> {
    fn has_page_to_read(&self) -> bool {
        self.failure.is_none() && self.next < self.pages.len()
    }

    fn is_complete(&self) -> bool {
        self.reading == 0 && !self.has_page_to_read()
    }
}

struct State<W: Work + ?Sized> {
    next_document: usize,
    /// Documents with their number, oldest first; at most one for each thread.
    open: VecDeque<(usize, Open<W>)>,
    /// Documents being opened or finished.
    busy: usize,
    error: Option<crate::error::Error>,
}

enum Step<D> {
    Open(usize),
    Page(usize, Arc<D>, usize),
    End,
}

/// Runs `work` over `documents` documents on the current rayon pool, until all are done, `stop` is
/// set (steps under way are completed, documents not complete are left), or a step fails the run.
///
/// # Errors
/// The first error that a step gave.
pub fn run<W: Work + ?Sized>(work: &W, documents: usize, stop: &AtomicBool) -> Result<()> {
    let threads = rayon::current_num_threads();
    let board = Board {
        work,
        documents,
        threads,
        stop,
        state: Mutex::new(State {
            next_document: 0,
            open: VecDeque::new(),
            busy: 0,
            error: None,
        }),
        changed: Condvar::new(),
    };
    // One loop for each thread; the caller's thread belongs to the pool or waits for it.
    rayon::broadcast(|_| board.turn());
    match board.state.into_inner().expect("no step panics").error {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

struct Board<'a, W: Work + ?Sized> {
    work: &'a W,
    documents: usize,
    threads: usize,
    stop: &'a AtomicBool,
    state: Mutex<State<W>>,
    changed: Condvar,
}

impl<W: Work + ?Sized> Board<'_, W> {
    /// The life of one thread.
    fn turn(&self) {
        let mut hands = None;
        loop {
            let step = self.next_step();
            if let Step::End = step {
                break;
            }
            let hands = match &mut hands {
                Some(hands) => hands,
                None => match self.work.hands() {
                    Ok(made) => hands.insert(made),
                    Err(error) => {
                        self.fail(error);
                        break;
                    }
                },
            };
            let done = match step {
                Step::Open(number) => self.open(hands, number),
                Step::Page(number, document, page) => self.page(hands, number, &document, page),
                Step::End => Ok(()),
            };
            if let Err(error) = done {
                self.fail(error);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<W>> {
        self.state.lock().expect("no step panics")
    }

    fn fail(&self, error: crate::error::Error) {
        let mut state = self.lock();
        state.error.get_or_insert(error);
        self.changed.notify_all();
    }

    fn next_step(&self) -> Step<W::Document> {
        let mut state = self.lock();
        loop {
            if self.stop.load(Ordering::Relaxed) || state.error.is_some() {
                return Step::End;
            }
            if let Some((number, open)) = state.open.iter_mut().find(|(_, o)| o.has_page_to_read())
            {
                open.next += 1;
                open.reading += 1;
                return Step::Page(*number, Arc::clone(&open.document), open.next - 1);
            }
            if state.next_document < self.documents && state.open.len() + state.busy < self.threads
            {
                state.next_document += 1;
                state.busy += 1;
                return Step::Open(state.next_document - 1);
            }
            if state.next_document == self.documents && state.open.is_empty() && state.busy == 0 {
                return Step::End;
            }
            // The time-out lets a stop that comes from a signal be seen.
            let waited = self
                .changed
                .wait_timeout(state, Duration::from_millis(200))
                .expect("no step panics");
            state = waited.0;
        }
    }

    fn open(&self, hands: &mut W::Hands, number: usize) -> Result<()> {
        let opened = self.work.open(hands, number);
        let mut state = self.lock();
        state.busy -= 1;
        self.changed.notify_all();
        let Some((document, pages)) = opened? else {
            return Ok(());
        };
        let open = Open {
            document: Arc::new(document),
            pages: (0..pages).map(|_| None).collect(),
            next: 0,
            reading: 0,
            failure: None,
        };
        if open.is_complete() {
            state.busy += 1;
            drop(state);
            return self.finish(hands, open);
        }
        state.open.push_back((number, open));
        Ok(())
    }

    fn page(
        &self,
        hands: &mut W::Hands,
        number: usize,
        document: &W::Document,
        page: usize,
    ) -> Result<()> {
        let read = self.work.page(hands, document, page);
        let mut state = self.lock();
        let at = state.open.iter().position(|(n, _)| *n == number);
        let at = at.expect("a document stays open while a page of it is read");
        let open = &mut state.open[at].1;
        open.reading -= 1;
        match read {
            Ok(read) => open.pages[page] = Some(read),
            Err(failure) => {
                open.failure.get_or_insert(failure);
            }
        }
        if !open.is_complete() {
            self.changed.notify_all();
            return Ok(());
        }
        let (_, open) = state.open.remove(at).expect("found above");
        state.busy += 1;
        drop(state);
        self.finish(hands, open)
    }

    fn finish(&self, hands: &mut W::Hands, open: Open<W>) -> Result<()> {
        let pages = match open.failure {
            Some(failure) => Err(failure),
            None => Ok(open.pages.into_iter().flatten().collect()),
        };
        let finished = self.work.finish(hands, &open.document, pages);
        self.lock().busy -= 1;
        self.changed.notify_all();
        finished
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    /// The pages of a document, or why it failed.
    type Outcome = std::result::Result<Vec<usize>, &'static str>;

    /// Documents of 0, 1, 2, … pages; the third fails on its second page.
    struct Counting {
        open: AtomicUsize,
        most_open: AtomicUsize,
        finished: Mutex<Vec<(usize, Outcome)>>,
    }

    impl Work for Counting {
        type Hands = ();
        type Document = usize;
        type Page = usize;
        type Failure = &'static str;

        fn hands(&self) -> Result<()> {
            Ok(())
        }

        fn open(&self, _: &mut (), number: usize) -> Result<Option<(usize, usize)>> {
            let open = self.open.fetch_add(1, Ordering::SeqCst) + 1;
            self.most_open.fetch_max(open, Ordering::SeqCst);
            Ok(Some((number, number)))
        }

        fn page(
            &self,
            _: &mut (),
            document: &usize,
            page: usize,
        ) -> std::result::Result<usize, &'static str> {
            if (*document, page) == (3, 1) {
                return Err("broken");
            }
            Ok(page)
        }

        fn finish(
            &self,
            _: &mut (),
            document: &usize,
            pages: std::result::Result<Vec<usize>, &'static str>,
        ) -> Result<()> {
            self.open.fetch_sub(1, Ordering::SeqCst);
            self.finished.lock().unwrap().push((*document, pages));
            Ok(())
        }
    }

    fn run_on(threads: usize, documents: usize) -> Counting {
        let work = Counting {
            open: AtomicUsize::new(0),
            most_open: AtomicUsize::new(0),
            finished: Mutex::new(Vec::new()),
        };
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| run(&work, documents, &AtomicBool::new(false)))
            .unwrap();
        work
    }

    #[test]
    fn every_document_is_finished_with_its_pages_in_order() {
        for threads in [1, 3] {
            let work = run_on(threads, 20);
            let mut finished = work.finished.into_inner().unwrap();
            finished.sort();
            assert_eq!(finished.len(), 20);
            for (number, pages) in finished {
                if number == 3 {
                    assert_eq!(pages, Err("broken"));
                } else {
                    assert_eq!(pages, Ok((0..number).collect()));
                }
            }
        }
    }

    #[test]
    fn no_more_documents_are_open_than_threads() {
        let work = run_on(3, 200);
        assert!(work.most_open.into_inner() <= 3);
    }

    #[test]
    fn a_stop_ends_the_run() {
        let work = Counting {
            open: AtomicUsize::new(0),
            most_open: AtomicUsize::new(0),
            finished: Mutex::new(Vec::new()),
        };
        run(&work, 5, &AtomicBool::new(true)).unwrap();
        assert!(work.finished.into_inner().unwrap().is_empty());
    }
}
