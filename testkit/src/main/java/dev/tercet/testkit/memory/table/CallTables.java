package dev.tercet.testkit.memory.table;

import dev.tercet.saga.ModelCall;
import dev.tercet.saga.SavedAnswer;
import dev.tercet.saga.Usage;
import dev.tercet.saga.answer.EarlierAnswer;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.money.Money;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.port.DeadLetters.Exchange;
import dev.tercet.testkit.SamplePrices;
import dev.tercet.testkit.check.Snapshot.Call;
import dev.tercet.testkit.check.Snapshot.End;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables of model calls, of their valid answers, and of who uses them. */
public final class CallTables {
  private static final Usage ONE = new Usage(1, 0, 0);

  private final Map<UUID, Entry> calls = new LinkedHashMap<>();
  private final Map<UUID, Verdict> verdicts = new HashMap<>();
  private final SpendTables spent = new SpendTables();
  private final Map<Key, Kept> answers = new LinkedHashMap<>();

  private final Map<Key, Set<UUID>> uses = new LinkedHashMap<>();
  private final Map<Key, Lease> leases = new LinkedHashMap<>();

  /** Who asks a question now: a call of that id, of a session, until then at most. */
  public record Lease(UUID token, UUID session, Instant deadline) {}

  /**
   * What was wrong with an answer.
   *
   * @param verdict what it came to
   * @param at when its call ended
   */
  public record Fault(EarlierAnswer answer, Verdict verdict, Instant at) {}

  private record Entry(ModelCall call, End end, Usage usage, @Nullable Fault fault) {
    Entry(ModelCall call, End end, Usage usage) {
      this(call, end, usage, null);
    }
  }

  private record Key(UUID project, Fingerprint fingerprint) {}

  private record Kept(SavedAnswer answer, Instant at) {}

  public Optional<SavedAnswer> answer(UUID project, Fingerprint fingerprint) {
    return Optional.ofNullable(answers.get(new Key(project, fingerprint))).map(Kept::answer);
  }

  public @Nullable Lease lease(ModelCall call) {
    return leases.get(new Key(call.project(), call.fingerprint()));
  }

  /** The call that had the question before ends unseen. */
  public void take(ModelCall call, Lease lease) {
    Lease former = leases.put(new Key(call.project(), call.fingerprint()), lease);
    if (former != null && !former.token().equals(lease.token())) {
      endUnseen(former.token());
    }
  }

  /** Closes the call's row as unknown, unless it was seen to end. */
  public void endUnseen(UUID call) {
    calls.computeIfPresent(
        call,
        (_, entry) -> {
          if (entry.end() != End.OPEN) {
            return entry;
          }
          spent.endUnseen(entry.call());
          return new Entry(entry.call(), End.UNKNOWN, ONE);
        });
  }

  /** Ends at most so many questions whose deadline has passed; tells how many. */
  public int endQuestions(Instant now, int limit) {
    List<Map.Entry<Key, Lease>> over =
        leases.entrySet().stream()
            .filter(it -> !it.getValue().deadline().isAfter(now))
            .limit(limit)
            .toList();
    over.forEach(it -> {
      endUnseen(it.getValue().token());
      leases.remove(it.getKey());
    });
    return over.size();
  }

  public void free(ModelCall call) {
    leases.computeIfPresent(
        new Key(call.project(), call.fingerprint()),
        (_, lease) -> lease.token().equals(call.id()) ? null : lease);
  }

  public void start(ModelCall call, String tenant, Instant now) {
    start(call, tenant, now, null);
  }

  /**
   * Notes it once.
   *
   * @param reserved for it; null for nothing
   */
  public void start(ModelCall call, String tenant, Instant now, @Nullable Money reserved) {
    if (calls.putIfAbsent(call.id(), new Entry(call, End.OPEN, Usage.NONE)) == null) {
      spent.begin(call, tenant, now, reserved);
    }
  }

  public boolean isNoted(ModelCall call) {
    return calls.containsKey(call.id());
  }

  /** What was spent, on what and when. */
  public SpendTables spent() {
    return spent;
  }

  /** What was spent on the project; it stays when its calls go. */
  public Usage ofProject(UUID project) {
    return spent.ofProject(project);
  }

  /** Closes the call's row once; a repetition changes nothing. */
  public void end(ModelCall call, Verdict verdict, Usage usage, Instant now) {
    calls.computeIfPresent(
        call.id(),
        (_, entry) -> {
          if (entry.end() != End.OPEN && entry.end() != End.UNKNOWN) {
            return entry;
          }
          spent.end(call, usage, verdict.charge(SamplePrices.at(() -> now), call, usage));
          verdicts.put(call.id(), verdict);
          return new Entry(call, end(verdict), usage, fault(verdict, now));
        });
  }

  public void keep(UUID project, SavedAnswer answer, Instant now) {
    answers.putIfAbsent(new Key(project, answer.fingerprint()), new Kept(answer, now));
  }

  /** Notes that the extraction uses this answer, which may be still to come. */
  public void use(UUID project, UUID extraction, Fingerprint fingerprint) {
    uses.computeIfAbsent(new Key(project, fingerprint), _ -> new LinkedHashSet<>()).add(extraction);
  }

  public Set<UUID> uses(UUID project, Fingerprint fingerprint) {
    return uses.getOrDefault(new Key(project, fingerprint), Set.of());
  }

  /**
   * What was wrong with answers to the question, in calls that ended after that. A refusal counts
   * for the document that met it.
   */
  public List<Fault> faults(ModelCall wanted, Instant after) {
    return calls.values().stream()
        .filter(it -> it.call().project().equals(wanted.project()))
        .filter(it -> it.call().fingerprint().equals(wanted.fingerprint()))
        .filter(it -> it.end() != End.BROKEN || it.call().extraction().equals(wanted.extraction()))
        .map(Entry::fault)
        .filter(Objects::nonNull)
        .filter(it -> it.at().isAfter(after))
        .toList();
  }

  private static @Nullable Fault fault(Verdict verdict, Instant at) {
    return switch (verdict) {
      case Verdict.Invalid(var reason, var raw) ->
          new Fault(new EarlierAnswer(reason, raw), verdict, at);
      case Verdict.Cut(var reason, var raw) ->
          new Fault(new EarlierAnswer(reason, raw), verdict, at);
      case Verdict.Refused(var _, var message, _) ->
          new Fault(new EarlierAnswer(message, ""), verdict, at);
      case Verdict.Valid _, Verdict.Broken _ -> null;
    };
  }

  public void forgetCalls(UUID extraction) {
    calls.values().removeIf(entry -> entry.call().extraction().equals(extraction));
  }

  /** Ends every use that the extraction makes of answers; an answer goes with its last one. */
  public void endUses(UUID extraction) {
    uses.entrySet()
        .removeIf(it -> {
          boolean last = it.getValue().remove(extraction) && it.getValue().isEmpty();
          if (last) {
            answers.remove(it.getKey());
          }
          return last;
        });
  }

  public void forgetProject(UUID project) {
    answers.keySet().removeIf(key -> key.project().equals(project));
    uses.keySet().removeIf(key -> key.project().equals(project));
  }

  /** Drops at most {@code limit} answers that were kept before then; tells how many. */
  public long forgetBefore(Instant then, int limit) {
    List<Key> old =
        answers.entrySet().stream()
            .filter(it -> it.getValue().at().isBefore(then))
            .map(Map.Entry::getKey)
            .limit(limit)
            .toList();
    old.forEach(answers::remove);
    return old.size();
  }

  Usage usage(UUID extraction) {
    return calls.values().stream()
        .filter(entry -> entry.call().extraction().equals(extraction))
        .map(Entry::usage)
        .reduce(Usage.NONE, Usage::plus);
  }

  /** The calls of that extraction without a valid answer, the newest first. */
  public List<Exchange> exchanges(UUID extraction, Instant at) {
    return calls.values().stream()
        .filter(entry -> entry.call().extraction().equals(extraction) && entry.end() != End.VALID)
        .map(entry -> exchange(entry, at))
        .toList()
        .reversed();
  }

  /** How the newest useless answer about that passage begins; null when there was none. */
  public @Nullable String raw(UUID extraction, int ordinal) {
    return calls.values().stream()
        .map(Entry::call)
        .filter(it -> it.extraction().equals(extraction) && it.ordinal() == ordinal)
        .map(it -> verdicts.get(it.id()))
        .filter(Objects::nonNull)
        .map(VerdictWords::raw)
        .filter(Objects::nonNull)
        .reduce((_, newer) -> newer)
        .orElse(null);
  }

  private Exchange exchange(Entry entry, Instant at) {
    Verdict verdict = verdicts.get(entry.call().id());
    boolean open = entry.end() == End.OPEN;
    return new Exchange(
        entry.call().ordinal(),
        entry.call().epoch(),
        entry.call().provider(),
        entry.call().model(),
        at,
        open ? null : at,
        open ? null : entry.end().name().toLowerCase(Locale.ROOT),
        verdict == null ? null : VerdictWords.reason(verdict),
        verdict == null ? null : VerdictWords.raw(verdict),
        entry.usage());
  }

  public List<Call> rows() {
    return calls.values().stream()
        .map(entry ->
            new Call(
                entry.call().id(),
                entry.call().project(),
                entry.call().extraction(),
                entry.call().fingerprint(),
                entry.end()))
        .toList();
  }

  private static End end(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Valid _ -> End.VALID;
      case Verdict.Invalid _, Verdict.Cut _ -> End.INVALID;
      case Verdict.Broken _, Verdict.Refused _ -> End.BROKEN;
    };
  }
}
