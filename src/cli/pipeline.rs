//! Work on many things at a time, results in the order of the input, memory bounded.
//!
//! One thread reads, several work, one takes the results. Reading waits when it is too far ahead of what was taken, so
//! that an endless input passes through in constant memory.

use std::collections::BTreeMap;
use std::sync::mpsc::{self, TryRecvError};
use std::sync::{Condvar, Mutex, PoisonError};

/// How far reading may be ahead of taking, in things per worker.
const AHEAD: usize = 4;

/// What the taking end gets.
pub enum Taken<R> {
    /// The next result.
    Result(R),
    /// Nothing more is ready at the moment: time to flush.
    Pause,
}

/// Calls `read` with a function that hands in one thing and says whether more are wanted; calls `work` on each, `jobs`
/// at a time; calls `take` with the results in order. When `take` says `false`, no more are wanted.
pub fn in_order<T: Send, R: Send>(
    jobs: usize,
    read: impl FnOnce(&mut dyn FnMut(T) -> bool),
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(Taken<R>) -> bool + Send,
) {
    let jobs = jobs.max(1);
    let gate = Gate::default();
    // Not a bounded channel: the gate bounds it, and lets go when a worker has died.
    let (to_do, handed_in) = mpsc::channel::<(usize, T)>();
    let handed_in = Mutex::new(handed_in);
    let (done, results) = mpsc::channel::<(usize, R)>();
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            let done = done.clone();
            let (gate, handed_in, work) = (&gate, &handed_in, &work);
            scope.spawn(move || {
                let _watch = CloseOnPanic(gate);
                loop {
                    let next = handed_in.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((number, thing)) = next else { break };
                    if gate.is_closed() || done.send((number, work(thing))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(done);
        let gate = &gate;
        scope.spawn(move || {
            let _watch = CloseOnPanic(gate);
            let mut early = BTreeMap::new();
            let mut next = 0;
            loop {
                let received = match results.try_recv() {
                    Ok(result) => result,
                    Err(TryRecvError::Disconnected) => break,
                    Err(TryRecvError::Empty) => {
                        if !take(Taken::Pause) {
                            gate.close();
                            break;
                        }
                        let Ok(result) = results.recv() else { break };
                        result
                    }
                };
                early.insert(received.0, received.1);
                while let Some(result) = early.remove(&next) {
                    if !take(Taken::Result(result)) {
                        gate.close();
                        return;
                    }
                    next += 1;
                    gate.taken(next);
                }
            }
        });
        let mut number = 0;
        read(&mut |thing| {
            let wanted = gate.wait(number, jobs * AHEAD) && to_do.send((number, thing)).is_ok();
            number += 1;
            wanted
        });
        drop(to_do);
    });
}

/// Holds reading back.
#[derive(Default)]
struct Gate {
    /// How many were taken, and whether no more are wanted.
    state: Mutex<(usize, bool)>,
    changed: Condvar,
}

impl Gate {
    /// Waits until thing `number` is at most `ahead` past what was taken; `false` if no more are wanted.
    fn wait(&self, number: usize, ahead: usize) -> bool {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let state = self
            .changed
            .wait_while(state, |(taken, closed)| !*closed && number >= *taken + ahead)
            .unwrap_or_else(PoisonError::into_inner);
        !state.1
    }

    fn taken(&self, count: usize) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).0 = count;
        self.changed.notify_all();
    }

    fn close(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).1 = true;
        self.changed.notify_all();
    }

    fn is_closed(&self) -> bool {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).1
    }
}

/// A worker that panics must not leave the reader waiting for its result.
struct CloseOnPanic<'a>(&'a Gate);

impl Drop for CloseOnPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.close();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn squares(jobs: usize, count: usize, wanted: usize) -> (Vec<usize>, usize) {
        let mut out = Vec::new();
        let read = AtomicUsize::new(0);
        in_order(
            jobs,
            |hand_in| {
                for n in 0..count {
                    if !hand_in(n) {
                        return;
                    }
                    read.fetch_add(1, Ordering::Relaxed);
                }
            },
            |n: usize| {
                // Later things are done sooner.
                std::thread::sleep(std::time::Duration::from_micros(((count - n) % 7) as u64 * 50));
                n * n
            },
            |taken| {
                if let Taken::Result(square) = taken {
                    out.push(square);
                }
                out.len() < wanted
            },
        );
        (out, read.into_inner())
    }

    #[test]
    fn results_keep_the_order_whatever_the_number_of_workers() {
        let expected: Vec<usize> = (0..300).map(|n| n * n).collect();
        for jobs in [1, 2, 8] {
            assert_eq!(squares(jobs, 300, usize::MAX).0, expected);
        }
    }

    #[test]
    fn reading_ends_when_no_more_is_wanted_and_never_runs_away() {
        let (out, read) = squares(2, 1_000_000, 10);
        assert_eq!(out.len(), 10);
        assert!(read <= 10 + 3 * 2 * AHEAD, "{read}");
    }

    #[test]
    fn a_worker_that_panics_does_not_hang_the_rest() {
        let result = std::panic::catch_unwind(|| {
            in_order(
                2,
                |hand_in| while hand_in(1) {},
                |n: usize| {
                    if n == 1 {
                        std::panic::resume_unwind(Box::new("hostile"))
                    } else {
                        n
                    }
                },
                |_| true,
            );
        });
        assert!(result.is_err());
    }
}
