package dev.tercet.recovery.plan;

import dev.tercet.recovery.plan.RunningRun.Phase;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The runs that are under way in this process. */
public final class RunsInProgress {
  private final Set<Open> open = ConcurrentHashMap.newKeySet();

  /** One run; closing it takes it out. */
  public final class Open implements AutoCloseable {
    private final UUID runId;
    private final RecoveryRequest request;
    private final Findings findings;
    private final Instant startedAt;
    private volatile Phase phase = Phase.DETECTING;

    private Open(UUID runId, RecoveryRequest request, Findings findings, Instant startedAt) {
      this.runId = runId;
      this.request = request;
      this.findings = findings;
      this.startedAt = startedAt;
    }

    public void repairs() {
      phase = Phase.REPAIRING;
    }

    public Instant startedAt() {
      return startedAt;
    }

    private RunningRun seen() {
      return new RunningRun(
          runId,
          request.scope(),
          request.dryRun(),
          phase,
          findings.extractions(),
          findings.points(),
          startedAt);
    }

    @Override
    public void close() {
      open.remove(this);
    }
  }

  public Open begin(UUID runId, RecoveryRequest request, Findings findings, Instant at) {
    var run = new Open(runId, request, findings, at);
    open.add(run);
    return run;
  }

  /** Those under way, the oldest first. */
  public List<RunningRun> all() {
    return open.stream()
        .map(Open::seen)
        .sorted(Comparator.comparing(RunningRun::startedAt))
        .toList();
  }
}
