package dev.tercet.testkit.fault;

import dev.tercet.testkit.fault.Participant.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread go at a time, from one call through a port to the next, in an order drawn from a
 * seed. The same seed over the same program gives the same order.
 *
 * <p>A thread that waits for another (a lock, a future) is passed over until it goes on. Waits for
 * time to pass make the order depend on the machine: give them no time.
 */
public final class Turnstile {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long LOOK_NANOS = 50_000;
  private static final int LOOKS = 3;

  /**
   * Longer than the shortest waits take, so that the load decides of none whether it ends first.
   */
  private static final int LOOKS_AT_TIMED = 40;

  private static final ThreadLocal<@Nullable Participant> ME = new ThreadLocal<>();

  private final long seed;
  private final Duration patience;
  private final Random random;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final List<Participant> participants = new ArrayList<>();
  private final List<String> trace = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private long moves;

  public Turnstile(long seed) {
    this(seed, PATIENCE);
  }

  /** One that gives up after {@code patience} in which nobody could go on. */
  Turnstile(long seed, Duration patience) {
    this.seed = seed;
    this.patience = patience;
    random = new Random(seed);
  }

  /** The port behind the gate; threads that were not started here pass freely. */
  public <T> T around(Class<T> port, T real) {
    return PortProxy.around(
        port,
        real,
        (name, call) -> {
          waitForMyTurn(name);
          return call.proceed();
        });
  }

  /** Threads that take part from their first step on. */
  public ThreadFactory threads() {
    return work -> {
      Participant participant = enrol();
      Thread thread = Thread.ofVirtual().unstarted(() -> live(participant, work));
      participant.thread = thread;
      return thread;
    };
  }

  /**
   * Runs these to their end. Throws what the first of them threw; one that died of a {@link
   * SimulatedCrash} has simply ended.
   */
  public void run(List<Runnable> works) {
    works.stream().map(threads()::newThread).toList().forEach(Thread::start);
    long deadline = System.nanoTime() + patience.toNanos();
    while (!everyoneIsGone()) {
      if (admitNext()) {
        deadline = System.nanoTime() + patience.toNanos();
      } else if (System.nanoTime() > deadline) {
        throw new AssertionError("seed " + seed + ": nobody goes on: " + participants);
      }
    }
    if (!failures.isEmpty()) {
      throw new AssertionError("seed " + seed + ": " + failures.getFirst(), failures.getFirst());
    }
  }

  /** The steps taken, in order: who, and which call came next. */
  public List<String> trace() {
    lock.lock();
    try {
      return List.copyOf(trace);
    } finally {
      lock.unlock();
    }
  }

  private Participant enrol() {
    lock.lock();
    try {
      Participant parent = ME.get();
      Participant participant =
          new Participant(
              parent == null
                  ? "%04d".formatted(participants.size())
                  : "%s.%04d".formatted(parent.name, parent.children++));
      participants.add(participant);
      return participant;
    } finally {
      lock.unlock();
    }
  }

  private void live(Participant participant, Runnable work) {
    ME.set(participant);
    try {
      waitForMyTurn("start");
      work.run();
    } catch (SimulatedCrash e) {
      note(trace, participant.name + " died: " + e.getMessage());
    } catch (RuntimeException | Error e) {
      note(failures, e);
    } finally {
      moveTo(participant, Place.GONE);
    }
  }

  private <T> void note(List<T> list, T item) {
    lock.lock();
    try {
      list.add(item);
    } finally {
      lock.unlock();
    }
  }

  private void moveTo(Participant participant, Place place) {
    lock.lock();
    try {
      participant.place = place;
      moves++;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void waitForMyTurn(String call) {
    Participant participant = ME.get();
    if (participant == null) {
      return;
    }
    lock.lock();
    try {
      participant.nextCall = call;
      moveTo(participant, Place.AT_GATE);
      while (participant.place != Place.ADMITTED) {
        moved.awaitUninterruptibly();
      }
      trace.add(participant.name + " " + call);
      moveTo(participant, Place.RUNNING);
    } finally {
      lock.unlock();
    }
  }

  private boolean everyoneIsGone() {
    lock.lock();
    try {
      return participants.stream().allMatch(it -> it.place == Place.GONE);
    } finally {
      lock.unlock();
    }
  }

  /** Lets one go when nothing moves any more; false when something still does, or nobody can. */
  private boolean admitNext() {
    long before = movesWhenStill();
    if (before < 0) {
      awaitMove();
      return false;
    }
    lock.lock();
    try {
      List<Participant> waiting =
          participants.stream()
              .filter(it -> it.place == Place.AT_GATE)
              .sorted(Participant.ORDER)
              .toList();
      if (moves != before || waiting.isEmpty()) {
        return false;
      }
      moveTo(waiting.get(random.nextInt(waiting.size())), Place.ADMITTED);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Until somebody moves, or it is time to look whether somebody is blocked. */
  private void awaitMove() {
    lock.lock();
    try {
      long seen = moves;
      long left = LOOK_NANOS;
      while (moves == seen && left > 0) {
        left = moved.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The count of moves if everyone is at the gate, gone or blocked, now and at further looks;
   * otherwise -1. The looks are taken without the lock, which would itself make threads wait.
   */
  private long movesWhenStill() {
    List<Participant> underWay;
    long before;
    lock.lock();
    try {
      before = moves;
      underWay =
          participants.stream()
              .filter(it -> it.place != Place.AT_GATE && it.place != Place.GONE)
              .toList();
    } finally {
      lock.unlock();
    }
    int looks = underWay.stream().anyMatch(Participant::isWaitingForTime) ? LOOKS_AT_TIMED : LOOKS;
    for (int look = 0; look < looks && !underWay.isEmpty(); look++) {
      if (!underWay.stream().allMatch(Participant::isBlocked)) {
        return -1;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return before;
  }
}
