package dev.tercet.testkit.memory;

import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.RetentionKind;
import dev.tercet.saga.SagaEvent;
import dev.tercet.saga.SagaEvent.Released;
import dev.tercet.saga.SagaState;
import dev.tercet.saga.SagaTransitions;
import dev.tercet.saga.Scope;
import dev.tercet.saga.port.ClaimReaper;
import dev.tercet.saga.port.ConversionStore;
import dev.tercet.saga.port.ConversionStore.Conversion;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.OrphanStore;
import dev.tercet.saga.port.OrphanStore.Orphan;
import dev.tercet.saga.port.RemovalStore;
import dev.tercet.saga.port.RetentionStore;
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.port.WorkerSessions;
import dev.tercet.saga.port.WorkerSessions.Worker;
import dev.tercet.testkit.contract.ClaimReaperContract;
import dev.tercet.testkit.contract.ConversionStoreContract;
import dev.tercet.testkit.contract.Ledger;
import dev.tercet.testkit.contract.LedgerAuditContract;
import dev.tercet.testkit.contract.OrphanStoreContract;
import dev.tercet.testkit.contract.RemovalStoreContract;
import dev.tercet.testkit.contract.RetentionStoreContract;
import dev.tercet.testkit.contract.RunStoreContract;
import dev.tercet.testkit.contract.WorkerSessionsContract;
import dev.tercet.testkit.fault.Replaced;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Recoveries that each break one rule. */
final class BrokenRecovery {
  private BrokenRecovery() {}

  /** A process that hangs makes its documents look like poison. */
  static final class CountsAStaleHeartbeat extends ClaimReaperContract {
    @Override
    protected Ledger freshLedger() {
      return new LedgerInMemory(CountsAStaleHeartbeat::move);
    }

    private static Optional<SagaState> move(SagaState state, SagaEvent event, Instant now) {
      return event instanceof Released it && it.cause() == ReleaseCause.LEASE_EXPIRED
          ? SagaTransitions.apply(
              state,
              new Released(
                  it.epoch(),
                  it.session(),
                  ReleaseCause.CRASHED,
                  it.maxCrashes(),
                  it.maxAttempts()),
              now)
          : SagaTransitions.apply(state, event, now);
    }
  }

  /** Locks that a restart of the server freed are taken for deaths. */
  static final class TrustsAFreshServer extends ClaimReaperContract {
    @Override
    protected Ledger freshLedger() {
      return BrokenLedgers.with(
          ClaimReaper.class,
          "end",
          (real, arguments) -> real.end((UUID) arguments[0], Duration.ofSeconds(3), 3));
    }
  }

  /** What a broken connection freed or silenced is taken for deaths. */
  static final class TrustsAReconnect extends ClaimReaperContract {
    @Override
    protected Ledger freshLedger() {
      return Replaced.method(Ledger.class, new LedgerInMemory(), "reconnected", (_, _) -> true);
    }
  }

  /** A process that was taken for dead makes its documents look like poison. */
  static final class KeepsTheCrashesOfTheLiving extends WorkerSessionsContract {
    @Override
    protected Ledger freshLedger() {
      return BrokenLedgers.with(
          WorkerSessions.class,
          "reopen",
          (real, arguments) -> real.open((Worker) arguments[1], (Duration) arguments[2]));
    }
  }

  /** A run on one project finds what belongs to another. */
  static final class LooksBeyondItsScope extends LedgerAuditContract {
    @Override
    protected Ledger freshLedger() {
      return BrokenLedgers.with(
          LedgerAudit.class,
          "unpublished",
          (real, arguments) ->
              real.unpublished(
                  new Scope.Everything(),
                  (Duration) arguments[1],
                  (UUID) arguments[2],
                  (Integer) arguments[3]));
    }
  }

  /** Points that a late worker writes after the first look stay for ever. */
  static final class LooksOnce extends RemovalStoreContract {
    @Override
    protected Ledger freshLedger() {
      return BrokenLedgers.with(
          RemovalStore.class,
          "confirmed",
          (real, arguments) -> {
            List<UUID> ids = ids(arguments[0]);
            real.confirmed(ids, Duration.ZERO);
            real.finished(
                real.due(new Scope.Everything(), 1_000).stream()
                    .filter(it -> ids.contains(it.extraction()))
                    .toList());
            return ids;
          });
    }

    private static List<UUID> ids(Object extractions) {
      return ((Collection<?>) extractions).stream().map(UUID.class::cast).toList();
    }
  }

  /** The end of a removal takes whatever removal stands there by then. */
  static final class EndsWhateverStandsThere extends RemovalStoreContract {
    @Override
    protected Ledger freshLedger() {
      return BrokenLedgers.with(
          RemovalStore.class,
          "finished",
          (real, arguments) -> {
            List<UUID> ids =
                ((Collection<?>) arguments[0])
                    .stream()
                        .map(RemovalStore.Removal.class::cast)
                        .map(RemovalStore.Removal::extraction)
                        .toList();
            real.finished(
                real.due(new Scope.Everything(), 1_000).stream()
                    .filter(it -> ids.contains(it.extraction()))
                    .toList());
            return ids;
          });
    }
  }

  /** An orphan that is seen often enough is never due. */
  static final class KeepsTheLastSight extends OrphanStoreContract {
    @Override
    protected Ledger freshLedger() {
      return BrokenLedgers.with(
          OrphanStore.class,
          "seen",
          (real, arguments) -> {
            List<Orphan> seen =
                ((Collection<?>) arguments[0]).stream().map(Orphan.class::cast).toList();
            real.forget(seen.stream().map(Orphan::point).toList());
            return real.seen(seen);
          });
    }
  }

  /** Two runs work on one project at a time. */
  static final class SharesItsLock extends RunStoreContract {
    @Override
    protected Ledger freshLedger() {
      return BrokenLedgers.with(
          RunStore.class, "tryLock", (real, _) -> real.tryLock(UUID.randomUUID()));
    }
  }

  /** A history goes with its extraction, before its own retention is over. */
  static final class ForgetsHistoriesAtOnce extends RetentionStoreContract {
    @Override
    protected Ledger freshLedger() {
      return BrokenLedgers.with(
          RetentionStore.class,
          "purge",
          (real, arguments) -> {
            RetentionKind kind = (RetentionKind) arguments[0];
            Duration age = kind == RetentionKind.AUDIT ? Duration.ZERO : (Duration) arguments[1];
            return real.purge(kind, age, (Integer) arguments[2]);
          });
    }
  }

  /** A conversion brings back a point that was removed, or one that another one has replaced. */
  static final class ConvertsUnguarded extends ConversionStoreContract {
    @Override
    protected Ledger freshLedger() {
      Ledger ledger = new LedgerInMemory();
      ConversionStore real = ledger.conversions();
      ConversionStore broken =
          Replaced.method(
              ConversionStore.class,
              real,
              "converted",
              (_, arguments) ->
                  real.converted(
                      (String) arguments[0],
                      ((Collection<?>) arguments[1])
                          .stream()
                              .map(Conversion.class::cast)
                              .map(it -> asIs(ledger, it))
                              .toList()));
      return Replaced.method(Ledger.class, ledger, "conversions", (_, _) -> broken);
    }

    private static Conversion asIs(Ledger ledger, Conversion it) {
      UUID named =
          ledger.passages().page(it.extraction(), it.ordinal(), 1).getFirst().embeddingId();
      return new Conversion(
          it.extraction(), it.ordinal(), named == null ? it.from() : named, it.to());
    }
  }
}
