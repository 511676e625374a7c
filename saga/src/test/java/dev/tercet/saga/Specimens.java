package dev.tercet.saga;

import dev.tercet.saga.SagaEvent.Advanced;
import dev.tercet.saga.SagaEvent.CancelRequested;
import dev.tercet.saga.SagaEvent.Claimed;
import dev.tercet.saga.SagaEvent.Completed;
import dev.tercet.saga.SagaEvent.CrashTakenBack;
import dev.tercet.saga.SagaEvent.DeleteRequested;
import dev.tercet.saga.SagaEvent.GivenUp;
import dev.tercet.saga.SagaEvent.Hastened;
import dev.tercet.saga.SagaEvent.Outdated;
import dev.tercet.saga.SagaEvent.Overtaken;
import dev.tercet.saga.SagaEvent.Postponed;
import dev.tercet.saga.SagaEvent.Published;
import dev.tercet.saga.SagaEvent.Released;
import dev.tercet.saga.SagaEvent.RetryRequested;
import dev.tercet.saga.SagaState.Cancelled;
import dev.tercet.saga.SagaState.Deleting;
import dev.tercet.saga.SagaState.Done;
import dev.tercet.saga.SagaState.Failed;
import dev.tercet.saga.SagaState.Pending;
import dev.tercet.saga.SagaState.Processing;
import dev.tercet.saga.SagaState.Queued;
import dev.tercet.saga.SagaState.Superseded;
import dev.tercet.saga.queue.Position;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** One of each state and of each event, made so that every guard fits where one can. */
final class Specimens {
  static final Instant BEFORE = Instant.parse("2026-11-22T10:00:00Z");
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  static final Instant LATER = Instant.parse("2026-11-22T14:00:00Z");
  static final UUID SESSION = new UUID(7, 7);
  static final UUID OTHER_SESSION = new UUID(8, 8);
  static final long EPOCH = 1_795_377_600_000_001L;
  static final long NEXT_EPOCH = EPOCH + 60_000_000;
  static final int MAX_CRASHES = 3;
  static final int MAX_ATTEMPTS = 5;

  /** In its second attempt, after one crash. */
  static final Progress PROGRESS = new Progress(EPOCH, Stage.EXTRACTED, 2, 1);

  static final Failure FAILURE =
      new Failure("content-refused", FailureClass.PERMANENT, "declined", Stage.EXTRACTED);
  static final Failure POISON =
      new Failure("worker-crashed", FailureClass.POISON, "it died", Stage.EXTRACTED);
  static final Processing HELD = new Processing(BEFORE, PROGRESS, SESSION, LATER);

  private Specimens() {}

  static Map<String, SagaState> states() {
    Map<String, SagaState> states = new LinkedHashMap<>();
    states.put("pending", new Pending(BEFORE, PROGRESS, BEFORE));
    states.put("pending, due later", new Pending(BEFORE, PROGRESS, LATER));
    states.put("queued", new Queued(BEFORE, PROGRESS, new Position("1-0"), "marker"));
    states.put("processing", HELD);
    states.put("done", new Done(BEFORE, PROGRESS));
    states.put("failed", new Failed(BEFORE, PROGRESS, FAILURE));
    states.put("failed as poison", new Failed(BEFORE, PROGRESS, POISON));
    states.put("cancelled", new Cancelled(BEFORE, PROGRESS));
    states.put("superseded", new Superseded(BEFORE, PROGRESS));
    states.put("deleting", new Deleting(BEFORE, PROGRESS));
    return states;
  }

  static Map<String, SagaEvent> events() {
    Map<String, SagaEvent> events = new LinkedHashMap<>();
    events.put("published", new Published(EPOCH, new Position("2-0"), "marker"));
    events.put("claimed", new Claimed(EPOCH, NEXT_EPOCH, SESSION, LATER));
    events.put("advanced", new Advanced(EPOCH, SESSION, Stage.EMBEDDED, LATER));
    events.put("completed", new Completed(EPOCH, SESSION));
    events.put("overtaken", new Overtaken(EPOCH, SESSION));
    events.put("postponed", new Postponed(EPOCH, SESSION, LATER, true));
    events.put("hastened", new Hastened());
    events.put("given up", new GivenUp(EPOCH, SESSION, FAILURE));
    events.put("released: drained", released(ReleaseCause.DRAINED));
    events.put("released: lease expired", released(ReleaseCause.LEASE_EXPIRED));
    events.put("released: crashed", released(ReleaseCause.CRASHED));
    events.put(
        "released: crashed for the last time",
        new Released(EPOCH, SESSION, ReleaseCause.CRASHED, 2, MAX_ATTEMPTS));
    events.put("released: deadline passed", released(ReleaseCause.DEADLINE_PASSED));
    events.put(
        "released: last deadline passed",
        new Released(EPOCH, SESSION, ReleaseCause.DEADLINE_PASSED, MAX_CRASHES, 2));
    events.put("crash taken back", new CrashTakenBack());
    events.put("a newer version accepted", new Outdated(false));
    events.put("a newer version done", new Outdated(true));
    events.put("cancel", new CancelRequested());
    events.put("retry", new RetryRequested());
    events.put("delete", new DeleteRequested());
    return events;
  }

  static Released released(ReleaseCause cause) {
    return new Released(EPOCH, SESSION, cause, MAX_CRASHES, MAX_ATTEMPTS);
  }
}
