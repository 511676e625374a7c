package dev.tercet.acceptance.proof.interleaving;

import dev.tercet.acceptance.proof.world.ProcessUnderTest;
import dev.tercet.acceptance.proof.world.World;
import dev.tercet.pipeline.search.SearchResult;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.PassageStore.LivingPassage;
import dev.tercet.saga.port.PointStore.CollectionMissingException;
import dev.tercet.testkit.check.Snapshot;
import dev.tercet.testkit.check.Snapshot.Change;
import dev.tercet.testkit.check.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Somebody who searches: every document that answers throughout is found, in one version only, and
 * nothing that was never whole, or was gone before the search began (S4, S12).
 */
final class Reader {
  private final World world;
  private final List<Violation> violations = new ArrayList<>();

  Reader(World world) {
    this.world = world;
  }

  List<Violation> violations() {
    return List.copyOf(violations);
  }

  void search(ProcessUnderTest life) {
    Snapshot.Ledger before = world.snapshot().ledger();
    Map<UUID, String> found = new HashMap<>();
    SearchResult result = life.search.search(world.project.id(), "letters", 1_000, List.of());
    if (result.partial()) {
      throw new CollectionMissingException("a search says that passages may be missing", null);
    }
    for (var hit : result.passages()) {
      LivingPassage living = hit.living();
      found.put(living.passage().extraction(), living.source());
    }
    Snapshot.Ledger after = world.snapshot().ledger();
    judge(found, before, after);
  }

  private void judge(Map<UUID, String> found, Snapshot.Ledger before, Snapshot.Ledger after) {
    Set<UUID> whole = entered(after.audit(), Set.of(Status.DONE));
    Set<UUID> gone =
        entered(before.audit(), Set.of(Status.SUPERSEDED, Status.CANCELLED, Status.DELETING));
    for (UUID extraction : found.keySet()) {
      if (!whole.contains(extraction) || gone.contains(extraction)) {
        violations.add(
            new Violation("S4", "a search found " + extraction + ", which is not living"));
      }
    }
    if (new HashSet<>(found.values()).size() < found.size()) {
      violations.add(new Violation("S12", "a search found two versions of a source: " + found));
    }
    Set<UUID> leftSince = entered(after.audit(), Set.of(Status.DELETING));
    for (Snapshot.Source source : before.sources()) {
      UUID answering = source.finishedId();
      boolean throughout =
          answering != null && isDone(before, answering) && answers(after, source, leftSince);
      if (throughout
          && after.deletedProjects().isEmpty()
          && !found.containsValue(source.source())) {
        violations.add(new Violation("S12", "a search missed " + source));
      }
    }
  }

  /** No version that finished was deleted meanwhile, so that there was one at every moment. */
  private static boolean answers(Snapshot.Ledger after, Snapshot.Source source, Set<UUID> deleted) {
    return after.extractions().stream()
            .filter(row -> row.source().equals(source.source()))
            .noneMatch(row -> deleted.contains(row.id()))
        && after.sources().stream()
            .filter(it -> it.source().equals(source.source()))
            .map(Snapshot.Source::finishedId)
            .anyMatch(id -> id != null && isDone(after, id))
        && deleted.stream().noneMatch(id -> id.equals(source.finishedId()));
  }

  private static boolean isDone(Snapshot.Ledger ledger, UUID id) {
    return ledger.extractions().stream()
        .anyMatch(row -> row.id().equals(id) && row.status() == Status.DONE);
  }

  private static Set<UUID> entered(List<Change> audit, Set<Status> statuses) {
    return audit.stream()
        .filter(change -> statuses.contains(change.to()))
        .map(Change::extraction)
        .collect(Collectors.toSet());
  }
}
