package dev.tercet.pipeline.attempt;

import dev.tercet.saga.AttemptWork;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Stage;
import dev.tercet.saga.port.EntityStore;
import dev.tercet.saga.port.EntityStore.Mention;
import dev.tercet.saga.port.PassageStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The third step: the entities that the facts mention are linked, in one idempotent batch. */
final class LinkEntities {
  private static final int PAGE = 256;

  /**
   * The name that stands first in the document becomes the entity's, whichever attempt found it.
   */
  private static final Comparator<Mention> BY_KEY =
      Comparator.comparing(Mention::type)
          .thenComparing(Mention::key)
          .thenComparingInt(Mention::ordinal);

  private final EntityStore entities;
  private final PassageStore passages;

  LinkEntities(EntityStore entities, PassageStore passages) {
    this.entities = entities;
    this.passages = passages;
  }

  /**
   * Links what is mentioned, if anything; false when the claim is no longer ours. What an earlier
   * attempt has linked is linked again only when this one has found more: a passage that was left
   * out then.
   */
  boolean link(Attempt attempt) {
    if (attempt.claim().stage() == Stage.LINKED && attempt.mentions().isEmpty()) {
      return true;
    }
    var all = new ArrayList<>(attempt.mentions());
    all.addAll(ofEarlierAttempts(attempt));
    all.sort(BY_KEY);
    boolean ours = all.isEmpty() || entities.link(attempt.claim(), all);
    if (ours) {
      attempt.passed(Stage.LINKED);
    }
    return ours;
  }

  private List<Mention> ofEarlierAttempts(Attempt attempt) {
    Set<Integer> recorded =
        attempt.work().recorded().stream()
            .map(AttemptWork.Recorded::ordinal)
            .collect(Collectors.toSet());
    var found = new ArrayList<Mention>();
    int from = 0;
    while (from >= 0 && !recorded.isEmpty()) {
      List<Passage> page = passages.page(attempt.claim().extraction(), from, PAGE);
      found.addAll(
          MentionedEntities.of(
              page.stream().filter(it -> recorded.contains(it.ordinal())).toList(),
              attempt.schema().entities()));
      from = page.size() < PAGE ? -1 : page.getLast().ordinal() + 1;
    }
    return found;
  }
}
