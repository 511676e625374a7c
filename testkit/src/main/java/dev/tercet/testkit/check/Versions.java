package dev.tercet.testkit.check;

import dev.tercet.saga.Status;
import dev.tercet.testkit.check.Snapshot.Extraction;
import dev.tercet.testkit.check.Snapshot.Source;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Of each source exactly the newest finished version answers, with no moment without one (S12). */
final class Versions implements Invariant {
  private record Key(UUID project, String source) {}

  @Override
  public Stream<Violation> check(Snapshot snapshot) {
    Map<Key, Source> sources =
        snapshot.ledger().sources().stream()
            .collect(
                Collectors.toMap(
                    source -> new Key(source.project(), source.source()), source -> source));
    return snapshot.ledger().extractions().stream()
        .collect(Collectors.groupingBy(row -> new Key(row.project(), row.source())))
        .entrySet()
        .stream()
        .flatMap(versions -> {
          Source source = sources.get(versions.getKey());
          return source == null
              ? Stream.of(new Violation("S12", versions.getKey() + " has no row of its source"))
              : check(source, versions.getValue());
        });
  }

  private static Stream<Violation> check(Source source, List<Extraction> versions) {
    Stream.Builder<Violation> found = Stream.builder();
    Set<Long> generations = new HashSet<>();
    for (Extraction version : versions) {
      if (!generations.add(version.generation())) {
        found.add(new Violation("S3", "two versions have " + name(version)));
      }
      if (version.generation() > source.accepted()) {
        found.add(new Violation("S3", name(version) + " was never accepted"));
      }
      boolean newest = version.id().equals(source.finishedId());
      if (version.status() == Status.DONE && !newest) {
        found.add(new Violation("S12", name(version) + " is done beside the one that answers"));
      }
      if (newest && !answersOrWasDeleted(version.status())) {
        found.add(
            new Violation(
                "S12", name(version) + " is the one that answers, but " + version.status()));
      }
      if (version.status().isInFlight() && isOvertakenBeforeTheEnd(version, source)) {
        found.add(new Violation("S12", name(version) + " goes on though a newer was accepted"));
      }
    }
    return found.build();
  }

  private static boolean answersOrWasDeleted(Status status) {
    return status == Status.DONE || status == Status.DELETING;
  }

  /** One that was retried after it had failed may go on; it has an epoch already. */
  private static boolean isOvertakenBeforeTheEnd(Extraction version, Source source) {
    return version.generation() < source.accepted() && version.epoch() == 0;
  }

  private static String name(Extraction version) {
    return "generation %d of %s".formatted(version.generation(), version.source());
  }
}
