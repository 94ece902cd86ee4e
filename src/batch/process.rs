//! A worker process that can be killed: a file that crashes or stalls a reader takes only itself.
//!
//! The process is warm: it serves document after document, and only one that died is replaced. What
//! it may cost is watched from here: CPU seconds of a step, and seconds without progress. Memory
//! and writing are held by the kernel (see [`serve`](super::serve)).

use super::inputs::Input;
use super::job::{Failure, Finished, Job, Reader};
use super::protocol::{Answer, Request, Start, receive, send};
use crate::error::{Error, ErrorKind, Result};
use crate::pipeline::{PageRead, Survey};
use std::io::{BufReader, Read};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How worker processes are started, and how long a step may take.
#[derive(Debug, Clone)]
pub struct ProcessOptions {
    /// The program that serves.
    pub program: PathBuf,
    /// The arguments that make it serve.
    pub arguments: Vec<String>,
    /// What the worker is told.
    pub start: Start,
    /// CPU seconds that a page may take.
    pub page_seconds: f64,
    /// CPU seconds that opening and finishing a document may take.
    pub document_seconds: f64,
    /// Wall-clock seconds that a document may take in all.
    pub total_seconds: f64,
    /// Wall-clock seconds after which a step is given up that neither uses nor waits for a processor.
    pub stall_seconds: f64,
}

/// Reads in a worker process of its own.
pub struct InWorkerProcess {
    options: Arc<ProcessOptions>,
    process: Option<Process>,
}

struct Process {
    child: Child,
    requests: ChildStdin,
    answers: Receiver<Answer>,
    last_words: Arc<Mutex<Vec<u8>>>,
}

/// How a step in a worker process can go wrong.
enum Trouble {
    Died(String),
    TookTooLong(String),
    Overdue,
    CannotStart(Error),
}

/// How often a worker process is started before the run gives up.
const STARTS: usize = 3;

/// How much of its standard error is kept.
const LAST_WORDS: usize = 2000;

impl InWorkerProcess {
    /// A reader whose process is started with its first step.
    pub fn new(options: Arc<ProcessOptions>) -> Self {
        Self {
            options,
            process: None,
        }
    }

    fn ask(&mut self, request: &Request, budget: &Budget) -> std::result::Result<Answer, Trouble> {
        // One that died with nothing to do (the system may end it) is no fault of this document.
        let idle = self.process.take();
        let mut process = match idle.and_then(Process::if_alive) {
            Some(process) => process,
            None => match self.start()? {
                Ok(process) => process,
                Err(refusal) => return Ok(refusal),
            },
        };
        let answer = match send(&mut process.requests, request) {
            Ok(()) => process.wait(budget, self.options.stall_seconds),
            Err(_) => Err(Waited::Died),
        };
        match answer {
            Ok(answer) => {
                self.process = Some(process);
                Ok(answer)
            }
            Err(Waited::Died) => Err(Trouble::Died(process.obituary())),
            // Dropping the process kills it.
            Err(Waited::TooLong(why)) => Err(Trouble::TookTooLong(why)),
            Err(Waited::Overdue) => Err(Trouble::Overdue),
        }
    }

    /// What a step of a document begun at `begun` may take.
    fn budget(&self, begun: Instant, cpu_seconds: f64) -> Budget {
        let total = Duration::try_from_secs_f64(self.options.total_seconds).ok();
        Budget {
            cpu_seconds,
            deadline: total.and_then(|total| begun.checked_add(total)),
        }
    }

    fn overdue(&self) -> Failure {
        let seconds = self.options.total_seconds;
        Failure::Document(Error::new(
            ErrorKind::Limit,
            format!("stopped {seconds} s after it was begun (--total-seconds)"),
        ))
    }

    /// A process that is ready, or what it answered instead. One that is killed before it is ready
    /// has met no document: another is started.
    fn start(&self) -> std::result::Result<std::result::Result<Process, Answer>, Trouble> {
        let options = &self.options;
        // What a document may take has no say yet.
        let budget = Budget {
            cpu_seconds: f64::INFINITY,
            deadline: None,
        };
        let mut last_words = String::new();
        for _ in 0..STARTS {
            let mut process = Process::start(options).map_err(Trouble::CannotStart)?;
            match process.wait(&budget, options.stall_seconds) {
                Ok(Answer::Ready) => return Ok(Ok(process)),
                Ok(refusal) => return Ok(Err(refusal)),
                Err(_) => {
                    let _ = process.child.kill();
                    last_words = process.obituary();
                }
            }
        }
        Err(Trouble::CannotStart(Error::new(
            ErrorKind::Internal,
            format!("a worker process cannot start: {last_words}"),
        )))
    }

    /// A step that concerns the whole document.
    fn ask_of_document(
        &mut self,
        request: &Request,
        begun: Instant,
    ) -> std::result::Result<Answer, Failure> {
        let budget = self.budget(begun, self.options.document_seconds);
        match self.ask(request, &budget) {
            Ok(Answer::DocumentFailed(error)) => Err(Failure::Document(error.into())),
            Ok(Answer::RunFailed(error)) => Err(Failure::Run(error.into())),
            Ok(answer) => Ok(answer),
            Err(Trouble::Died(words)) => Err(Failure::Death(words)),
            Err(Trouble::TookTooLong(why)) => {
                Err(Failure::Document(Error::new(ErrorKind::Limit, why)))
            }
            Err(Trouble::Overdue) => Err(self.overdue()),
            Err(Trouble::CannotStart(error)) => Err(Failure::Run(error)),
        }
    }
}

fn out_of_turn() -> Failure {
    Failure::Run(Error::new(
        ErrorKind::Internal,
        "a worker process answered something else than it was asked",
    ))
}

impl Reader for InWorkerProcess {
    fn survey(&mut self, input: &Input) -> std::result::Result<Job, Failure> {
        let begun = Instant::now();
        match self.ask_of_document(&Request::Survey(input.clone()), begun)? {
            Answer::Surveyed(to_ocr, page_count) => Ok(Job {
                input: input.clone(),
                opened: None,
                survey: Survey {
                    to_ocr,
                    ..Survey::default()
                },
                page_count,
                begun,
            }),
            _ => Err(out_of_turn()),
        }
    }

    fn ocr_page(&mut self, job: &Job, index: u32) -> std::result::Result<PageRead, Failure> {
        let request = Request::OcrPage(job.input.clone(), index);
        let budget = self.budget(job.begun, self.options.page_seconds);
        match self.ask(&request, &budget) {
            Ok(Answer::Page(page)) => Ok(*page),
            Ok(Answer::DocumentFailed(error)) => Err(Failure::Document(error.into())),
            Ok(Answer::RunFailed(error)) => Err(Failure::Run(error.into())),
            Ok(_) => Err(out_of_turn()),
            Err(Trouble::Died(words)) => Err(Failure::Death(format!("page {index}: {words}"))),
            // Only this page: the others are read.
            Err(Trouble::TookTooLong(why)) => Ok(PageRead::stopped(index, &why)),
            Err(Trouble::Overdue) => Err(self.overdue()),
            Err(Trouble::CannotStart(error)) => Err(Failure::Run(error)),
        }
    }

    fn finish(
        &mut self,
        job: &Job,
        pages: Vec<PageRead>,
    ) -> std::result::Result<Finished, Failure> {
        let request = Request::Finish(job.input.clone(), pages);
        match self.ask_of_document(&request, job.begun)? {
            Answer::Finished(finished) => Ok(finished),
            _ => Err(out_of_turn()),
        }
    }
}

enum Waited {
    Died,
    TooLong(String),
    Overdue,
}

/// What a step may take.
struct Budget {
    cpu_seconds: f64,
    /// When the whole document is given up.
    deadline: Option<Instant>,
}

/// What a process is doing.
#[derive(Debug, PartialEq)]
struct Activity {
    /// CPU seconds that it has used.
    cpu: f64,
    /// Whether it could run, were there a processor for it.
    waits: bool,
}

impl Activity {
    /// From the line that `/proc` has for a process.
    fn of(stat: &str) -> Self {
        /// Ticks a second in `/proc`: fixed by the kernel's interface.
        const TICKS: f64 = 100.0;
        // The fields after the name, which is in parentheses and may hold anything.
        let fields: Vec<&str> = stat
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .collect();
        let ticks: f64 = fields
            .iter()
            .skip(11)
            .take(2)
            .filter_map(|ticks| ticks.parse::<f64>().ok())
            .sum();
        Self {
            cpu: ticks / TICKS,
            waits: fields.first() == Some(&"R"),
        }
    }
}

impl Process {
    fn start(options: &ProcessOptions) -> Result<Self> {
        let failed = |e: std::io::Error| {
            Error::new(ErrorKind::Internal, "cannot start a worker process")
                .at_path(&options.program)
                .caused_by(e)
        };
        let mut child = Command::new(&options.program)
            .args(&options.arguments)
            .env("OMP_THREAD_LIMIT", "1")
            // An interrupt at the terminal is for the run, which ends its workers itself.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(mut requests), Some(stdout), Some(mut stderr)) = pipes else {
            unreachable!("all three are piped")
        };
        let (sender, answers) = channel();
        std::thread::spawn(move || {
            let mut stdout = BufReader::new(stdout);
            while let Ok(Some(answer)) = receive::<Answer>(&mut stdout) {
                if sender.send(answer).is_err() {
                    break;
                }
            }
        });
        let last_words = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&last_words);
        std::thread::spawn(move || {
            let mut bytes = [0; 1024];
            while let Ok(read @ 1..) = stderr.read(&mut bytes) {
                let mut kept = kept.lock().expect("no reading panics");
                kept.extend_from_slice(&bytes[..read]);
                let surplus = kept.len().saturating_sub(LAST_WORDS);
                kept.drain(..surplus);
            }
        });
        // A worker that dies at once is told by its missing answer.
        let _ = send(&mut requests, &options.start);
        Ok(Self {
            child,
            requests,
            answers,
            last_words,
        })
    }

    fn if_alive(mut self) -> Option<Self> {
        matches!(self.child.try_wait(), Ok(None)).then_some(self)
    }

    /// Waits for an answer, as long as the step makes progress and keeps to its budget.
    fn wait(&self, budget: &Budget, stall_seconds: f64) -> std::result::Result<Answer, Waited> {
        let cpu_seconds = budget.cpu_seconds;
        let begun_cpu = self.activity().cpu;
        let mut last = (begun_cpu, Instant::now());
        loop {
            match self.answers.recv_timeout(Duration::from_millis(200)) {
                Ok(answer) => return Ok(answer),
                Err(RecvTimeoutError::Disconnected) => return Err(Waited::Died),
                Err(RecvTimeoutError::Timeout) => {}
            }
            let Activity { cpu, waits } = self.activity();
            // One that a busy machine does not let run has not stalled.
            if cpu > last.0 || waits {
                last = (cpu, Instant::now());
            }
            if cpu - begun_cpu > cpu_seconds {
                return Err(Waited::TooLong(format!(
                    "stopped after {cpu_seconds} CPU seconds (--page-seconds, --document-seconds)"
                )));
            }
            if budget.deadline.is_some_and(|end| Instant::now() > end) {
                return Err(Waited::Overdue);
            }
            if last.1.elapsed().as_secs_f64() > stall_seconds {
                return Err(Waited::TooLong(format!(
                    "stopped after {stall_seconds} s without progress (--stall-seconds)"
                )));
            }
        }
    }

    /// What the process is doing; nothing on systems without `/proc`, where wall-clock time stands in.
    fn activity(&self) -> Activity {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()));
        Activity::of(&stat.unwrap_or_default())
    }

    fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Why it died: the signal or exit code, and the end of its standard error.
    fn obituary(&mut self) -> String {
        let ended = match self.child.wait() {
            Ok(status) => match (status.signal(), status.code()) {
                (Some(signal), _) => format!("killed by signal {signal}"),
                (None, Some(code)) => format!("ended with code {code}"),
                (None, None) => "ended".to_owned(),
            },
            Err(e) => format!("cannot be waited for: {e}"),
        };
        // The reader of its standard error may still be at work on the last bytes.
        std::thread::sleep(Duration::from_millis(50));
        let words = self.last_words.lock().expect("no reading panics");
        let words = String::from_utf8_lossy(&words);
        // Rust's own hint on how to see more is no news.
        let says = |line: &&str| !line.trim().is_empty() && !line.starts_with("note: ");
        match words.lines().rev().find(says) {
            Some(line) => format!("{ended}: {}", line.trim()),
            None => ended,
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_process_is_doing_is_told_by_its_line() {
        let line =
            |state| format!("7 (a ) b) {state} 1 7 7 0 -1 4194560 9 0 0 0 250 50 0 0 20 0 1");
        for (state, waits) in [("R", true), ("S", false), ("D", false)] {
            assert_eq!(Activity::of(&line(state)), Activity { cpu: 3.0, waits });
        }
        assert_eq!(
            Activity::of(""),
            Activity {
                cpu: 0.0,
                waits: false
            }
        );
    }
}
