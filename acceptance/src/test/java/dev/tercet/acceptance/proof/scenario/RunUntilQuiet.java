package dev.tercet.acceptance.proof.scenario;

import dev.tercet.acceptance.proof.scenario.Client.Known;
import dev.tercet.acceptance.proof.scenario.Client.Wish;
import dev.tercet.acceptance.proof.world.Model;
import dev.tercet.acceptance.proof.world.World;
import dev.tercet.pipeline.search.SearchPassages;
import dev.tercet.recovery.plan.RecoveryReport;
import dev.tercet.saga.Passage.Fact;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.PassageStore;
import dev.tercet.testkit.check.InvariantChecker;
import dev.tercet.testkit.check.Snapshot;
import dev.tercet.testkit.check.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lets a healthy process work until nothing is left to do, and says what is wrong then. */
public final class RunUntilQuiet {
  private static final int ROUNDS = 25;
  private static final Duration ROUND = Duration.ofMinutes(1);

  private final Run run;
  private final World world;

  public RunUntilQuiet(Run run) {
    this.run = run;
    world = run.world;
  }

  /** Everything that is wrong once all work has ended. */
  public List<Violation> violations() {
    List<Violation> found = new ArrayList<>();
    world.witness.testimony().forEach(it -> found.add(new Violation("always", it)));
    if (!found.isEmpty()) {
      return found;
    }
    if (!come()) {
      found.add(new Violation("S2", "no rest after " + ROUNDS + " rounds: " + world.snapshot()));
      return found;
    }
    Snapshot before = world.snapshot();
    found.addAll(InvariantChecker.atRest(before));
    found.addAll(wishes(before));
    found.addAll(latest());
    found.addAll(facts(before));
    found.addAll(unread(before));
    found.addAll(searches());
    Optional<RecoveryReport> second = run.compareAll();
    run.tend();
    run.sweep();
    second
        .filter(report -> !report.complete() || found(report) > 0)
        .ifPresent(report -> found.add(new Violation("S10", "planned again: " + report)));
    found.addAll(InvariantChecker.repeated(before, world.snapshot()));
    world.witness.testimony().forEach(it -> found.add(new Violation("always", it)));
    return found;
  }

  private static long found(RecoveryReport report) {
    return report.drift().values().stream().mapToLong(RecoveryReport.Count::found).sum();
  }

  private boolean come() {
    for (int round = 0; round < ROUNDS; round++) {
      run.work();
      run.tend();
      run.sweep();
      if (nothingIsUnderWay()) {
        Optional<RecoveryReport> report = run.compareAll();
        if (report
            .filter(it -> it.complete() && found(it) == 0 && it.quarantined() == 0)
            .isPresent()) {
          return true;
        }
      }
      run.later(ROUND);
    }
    return false;
  }

  private boolean nothingIsUnderWay() {
    Snapshot.Ledger ledger = world.snapshot().ledger();
    return ledger.removals().isEmpty()
        && ledger.deletedProjects().isEmpty()
        && ledger.extractions().stream().noneMatch(row -> row.status().isInFlight())
        && ledger.calls().stream().noneMatch(call -> call.end() == Snapshot.End.OPEN)
        && world.stores.entries().isEmpty();
  }

  /** What the caller was promised. */
  private List<Violation> wishes(Snapshot snapshot) {
    Map<UUID, Snapshot.Extraction> rows =
        snapshot.ledger().extractions().stream()
            .collect(Collectors.toMap(Snapshot.Extraction::id, Function.identity()));
    return run.client.known().stream()
        .flatMap(it -> broken(it, Optional.ofNullable(rows.get(it.id()))))
        .toList();
  }

  private Stream<Violation> broken(Known it, Optional<Snapshot.Extraction> row) {
    Status status = row.map(Snapshot.Extraction::status).orElse(null);
    boolean kept =
        switch (it.wish()) {
          case DELETED -> status == null;
          case HOPELESS -> status == Status.FAILED;
          case CANCELLED -> status == Status.CANCELLED;
          case KEPT ->
              status == Status.DONE
                  ? world
                      .stores
                      .reader()
                      .text(world.project.id(), it.id())
                      .filter(it.text()::equals)
                      .isPresent()
                  : status == Status.SUPERSEDED && hasSuccessor(it);
        };
    return kept
        ? Stream.empty()
        : Stream.of(
            new Violation(
                it.wish() == Wish.DELETED ? "S11" : "S2", it + " was promised, but is " + status));
  }

  private boolean hasSuccessor(Known it) {
    return run.client.known().stream()
        .anyMatch(
            other -> other.source().equals(it.source()) && other.generation() > it.generation());
  }

  /** What was posted last, and neither cancelled nor deleted since, is what answers. */
  private List<Violation> latest() {
    return run.client.latest().entrySet().stream()
        .filter(post -> !post.getValue().equals(answering(post.getKey())))
        .map(post -> new Violation("S2", "not the last post answers for " + post.getKey()))
        .toList();
  }

  private @Nullable String answering(String source) {
    UUID project = world.project.id();
    return world
        .stores
        .reader()
        .living(project, source)
        .flatMap(id -> world.stores.reader().text(project, id))
        .orElse(null);
  }

  /** Every passage that answers has the model's valid facts. */
  private List<Violation> facts(Snapshot snapshot) {
    return snapshot.ledger().extractions().stream()
        .filter(row -> row.status() == Status.DONE)
        .flatMap(row -> world.stores.passages().page(row.id(), 0, 1_000).stream())
        .filter(
            it -> !it.facts().stream().map(Fact::quote).toList().equals(Model.quotes(it.text())))
        .map(it -> new Violation("S6", "passage " + it + " has not the model's facts"))
        .toList();
  }

  /** The passages of what is done are its whole text, with those that it is done without. */
  private List<Violation> unread(Snapshot snapshot) {
    return snapshot.ledger().extractions().stream()
        .filter(row -> row.status() == Status.DONE)
        .filter(row -> !read(row.id()).equals(words(text(row.id()))))
        .map(row -> new Violation("S4", "read of " + row.id() + " was only " + read(row.id())))
        .toList();
  }

  private String read(UUID extraction) {
    Map<Integer, String> read = new TreeMap<>();
    PassageStore passages = world.stores.passages();
    passages
        .failed(extraction, 0, 1_000)
        .forEach(it -> read.put(it.passage().ordinal(), words(it.passage().text())));
    passages
        .page(extraction, 0, 1_000)
        .forEach(it -> read.merge(it.ordinal(), words(it.text()), (one, other) -> one + other));
    return String.join("", read.values());
  }

  private String text(UUID extraction) {
    return world.stores.reader().text(world.project.id(), extraction).orElse("");
  }

  private static String words(String text) {
    return text.replaceAll("\\s", "");
  }

  /** A search finds what is kept and done, and nothing else. */
  private List<Violation> searches() {
    var search = new SearchPassages(world.vectors, world.stores.points(), world.stores.passages());
    Set<UUID> found =
        search.search(world.project.id(), "anything", 1_000, List.of()).passages().stream()
            .map(it -> it.living().passage().extraction())
            .collect(Collectors.toCollection(HashSet::new));
    Set<UUID> done =
        world.snapshot().ledger().extractions().stream()
            .filter(row -> row.status() == Status.DONE)
            .map(Snapshot.Extraction::id)
            .collect(Collectors.toSet());
    return found.equals(done)
        ? List.of()
        : List.of(new Violation("S4", "a search finds " + found + ", done are " + done));
  }
}
