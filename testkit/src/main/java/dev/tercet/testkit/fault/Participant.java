package dev.tercet.testkit.fault;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A thread that the turnstile orders. Guarded by the turnstile's lock. */
final class Participant {
  /** By the way they were started, which does not depend on who was faster. */
  static final Comparator<Participant> ORDER =
      Comparator.comparing(participant -> participant.name);

  /** Where it stands. */
  enum Place {
    /** Created, not yet at the gate. */
    STARTING,
    /** At the gate, waiting for its turn. */
    AT_GATE,
    /** Its turn has come; it has not noticed yet. */
    ADMITTED,
    /** Between two gates. */
    RUNNING,
    GONE
  }

  final String name;
  Place place = Place.STARTING;
  String nextCall = "start";
  int children;
  @Nullable Thread thread;

  Participant(String name) {
    this.name = name;
  }

  /**
   * True while nothing will come from it unless somebody else moves: it waits for something that is
   * not the gate.
   */
  boolean isBlocked() {
    Thread running = thread;
    if (place != Place.RUNNING || running == null) {
      return false;
    }
    return switch (running.getState()) {
      case WAITING, TIMED_WAITING, BLOCKED -> true;
      case NEW, RUNNABLE, TERMINATED -> false;
    };
  }

  /** True while it waits for a certain time at most, which may be over soon. */
  boolean isWaitingForTime() {
    Thread running = thread;
    return running != null && running.getState() == Thread.State.TIMED_WAITING;
  }

  @Override
  public String toString() {
    return name + " " + place + " (" + nextCall + ")";
  }
}
