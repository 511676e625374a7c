package dev.tercet.storage.postgres.answer;

import dev.tercet.saga.ModelCall;
import dev.tercet.saga.SavedAnswer;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.money.Charge;
import dev.tercet.saga.money.Money;
import dev.tercet.saga.money.Pricing;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.storage.batch.GroupCommit;
import dev.tercet.storage.postgres.operation.Commits;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The spend ledger and the answers that were paid for. */
public final class PostgresAnswerStore implements AnswerStore {
  private final GroupCommit<FindAnswers.Asked, Optional<SavedAnswer>> find;
  private final GroupCommit<StartCall.Wanted, Start> started;
  private final GroupCommit<ModelCall, Boolean> abandoned;
  private final GroupCommit<EndedCall, Optional<SavedAnswer>> ended;
  private final Pricing pricing;

  /**
   * @param pricing what calls cost
   */
  public PostgresAnswerStore(Commits commits, Pricing pricing) {
    this.pricing = pricing;
    find = commits.of(new FindAnswers());
    started = commits.of(new StartCall());
    abandoned = commits.of(new AbandonCall());
    ended = commits.of(new EndCall());
  }

  @Override
  public Map<Fingerprint, SavedAnswer> find(
      UUID project, UUID extraction, Collection<Fingerprint> fingerprints, Use use) {
    List<FindAnswers.Asked> asked =
        fingerprints.stream()
            .distinct()
            .map(it -> new FindAnswers.Wanted(project, it))
            .map(it -> new FindAnswers.Asked(extraction, it, use))
            .toList();
    Map<Fingerprint, SavedAnswer> found = new HashMap<>();
    find.submitAll(asked)
        .forEach(answer -> answer.ifPresent(it -> found.put(it.fingerprint(), it)));
    return found;
  }

  @Override
  public Start started(ModelCall call, Asker asker) {
    Money expected =
        pricing.charge(call, asker.expected()) instanceof Charge.Priced(var cost, _) ? cost : null;
    return started.submit(new StartCall.Wanted(call, asker, expected));
  }

  @Override
  public void abandoned(ModelCall call) {
    abandoned.submit(call);
  }

  @Override
  public Optional<SavedAnswer> ended(ModelCall call, Verdict verdict, Usage usage) {
    return ended.submit(new EndedCall(call, verdict, usage, verdict.charge(pricing, call, usage)));
  }
}
