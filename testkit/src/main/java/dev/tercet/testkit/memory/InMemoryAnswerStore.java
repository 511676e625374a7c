package dev.tercet.testkit.memory;

import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.SavedAnswer;
import dev.tercet.saga.Status;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.money.Charge;
import dev.tercet.saga.money.Money;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.testkit.SamplePrices;
import dev.tercet.testkit.check.Snapshot.Change;
import dev.tercet.testkit.memory.table.CallTables;
import dev.tercet.testkit.memory.table.CallTables.Lease;
import dev.tercet.testkit.memory.table.RefusedByPostgres;
import dev.tercet.testkit.memory.table.Row;
import dev.tercet.testkit.memory.table.SessionRow;
import dev.tercet.testkit.memory.table.Tables;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Model calls and the first valid answer of each fingerprint. */
final class InMemoryAnswerStore implements AnswerStore {
  private final Tables tables;

  InMemoryAnswerStore(Tables tables) {
    this.tables = tables;
  }

  @Override
  public Map<Fingerprint, SavedAnswer> find(
      UUID project, UUID extraction, Collection<Fingerprint> fingerprints, Use use) {
    return tables.transact(() -> {
      if (isThere(extraction)) {
        fingerprints.stream()
            .filter(it -> use == Use.AWAITED || tables.spend.answer(project, it).isPresent())
            .forEach(it -> tables.spend.use(project, extraction, it));
      }
      Map<Fingerprint, SavedAnswer> found = new HashMap<>();
      if (tables.isLiving(project)) {
        fingerprints.forEach(fingerprint ->
            tables
                .spend
                .answer(project, fingerprint)
                .ifPresent(answer -> found.put(fingerprint, answer)));
      }
      return found;
    });
  }

  @Override
  public Start started(ModelCall call, Asker asker) {
    return tables.transact(() -> {
      if (!tables.isLiving(call.project())) {
        return Start.NotBegun.GONE;
      }
      Lease held = tables.spend.lease(call);
      if (held != null && !isFree(held, call, asker)) {
        return Start.NotBegun.ELSEWHERE;
      }
      if (tables.spend.answer(call.project(), call.fingerprint()).isPresent()) {
        return Start.NotBegun.ANSWERED;
      }
      List<CallTables.Fault> faults = faults(call);
      for (CallTables.Fault fault : faults.reversed()) {
        if (fault.verdict() instanceof Verdict.Refused(var code, var message, _)) {
          return new Start.Refused(code, message);
        }
        if (fault.verdict() instanceof Verdict.Cut) {
          return Start.NotBegun.CUT;
        }
      }
      if (faults.size() >= MOST_INVALID) {
        return new Start.Spent(faults.getLast().answer());
      }
      Money expected = expected(call, asker);
      var budgets = new InMemoryBudgetStore(tables);
      if (!tables.spend.isNoted(call)) {
        var refusal = budgets.admit(call, expected);
        if (refusal.isPresent()) {
          return new Start.OverBudget(refusal.get().scope(), refusal.get().rest());
        }
      }
      tables.spend.take(
          call, new Lease(call.id(), asker.session(), tables.now().plus(asker.longest())));
      tables.spend.start(
          call, tenant(call), tables.now(), budgets.boundsMoney(call) ? expected : null);
      return faults.isEmpty() ? Start.BEGUN : new Start.Begun(faults.getLast().answer());
    });
  }

  private @Nullable Money expected(ModelCall call, Asker asker) {
    return SamplePrices.at(tables::now).charge(call, asker.expected())
            instanceof Charge.Priced(var cost, _)
        ? cost
        : null;
  }

  /** What was wrong with answers to the question since the document was last tried again. */
  private List<CallTables.Fault> faults(ModelCall call) {
    Instant retried =
        tables.audit.stream()
            .filter(it -> it.extraction().equals(call.extraction()))
            .filter(it -> it.event() == AuditEvent.RETRIED)
            .map(Change::at)
            .max(Comparator.naturalOrder())
            .orElse(Instant.MIN);
    return tables.spend.faults(call, retried);
  }

  private boolean isFree(Lease held, ModelCall call, Asker asker) {
    SessionRow holder = tables.sessions.get(held.session());
    return held.token().equals(call.id())
        || held.session().equals(asker.session())
        || !held.deadline().isAfter(tables.now())
        || (holder != null && !holder.open());
  }

  @Override
  public void abandoned(ModelCall call) {
    tables.transact(() -> {
      tables.spend.endUnseen(call.id());
      tables.spend.free(call);
      return null;
    });
  }

  @Override
  public Optional<SavedAnswer> ended(ModelCall call, Verdict verdict, Usage usage) {
    if (verdict instanceof Verdict.Valid(var facts, _, _)) {
      RefusedByPostgres.json(facts);
    }
    return tables.transact(() -> {
      tables.spend.free(call);
      if (!tables.isLiving(call.project())) {
        tables.spend.end(call, verdict, usage, tables.now());
        return Optional.empty();
      }
      tables.spend.start(call, tenant(call), tables.now());
      tables.spend.end(call, verdict, usage, tables.now());
      if (verdict instanceof Verdict.Valid(var facts, _, _)) {
        if (isThere(call.extraction())) {
          tables.spend.use(call.project(), call.extraction(), call.fingerprint());
        }
        if (tables.spend.uses(call.project(), call.fingerprint()).stream()
            .anyMatch(this::isThere)) {
          tables.spend.keep(
              call.project(), new SavedAnswer(call.fingerprint(), facts), tables.now());
        }
      }
      return tables.spend.answer(call.project(), call.fingerprint());
    });
  }

  private String tenant(ModelCall call) {
    return Objects.requireNonNull(tables.projects.get(call.project())).tenant();
  }

  private boolean isThere(UUID extraction) {
    Row row = tables.row(extraction);
    return row != null && row.state().status() != Status.DELETING;
  }
}
