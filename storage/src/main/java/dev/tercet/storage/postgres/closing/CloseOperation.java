package dev.tercet.storage.postgres.closing;

import static java.util.Objects.requireNonNull;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Passage;
import dev.tercet.saga.port.ClosingStore.Closed;
import dev.tercet.saga.port.ClosingStore.Closing;
import dev.tercet.saga.port.ClosingStore.FreeAnswer;
import dev.tercet.storage.postgres.answer.FindAnswers;
import dev.tercet.storage.postgres.answer.StartCall;
import dev.tercet.storage.postgres.content.EntityLink;
import dev.tercet.storage.postgres.content.HeldEntities;
import dev.tercet.storage.postgres.content.PassageRows;
import dev.tercet.storage.postgres.extraction.SourceLocks;
import dev.tercet.storage.postgres.extraction.SourceLocks.Sourced;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.operation.BatchOperation;
import dev.tercet.storage.postgres.operation.Guards;
import dev.tercet.storage.postgres.operation.StatusChanges;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Ends attempts together with what they found (docs/protocol.md §4, "One closing act"). */
final class CloseOperation implements BatchOperation<Closing, Closed> {
  private static final String SERIALIZATION_FAILURE = "40001";

  /** A closing, and what its mentions come to. */
  private record Linked(Closing closing, List<EntityLink> links) {
    static Linked of(Closing closing) {
      return new Linked(closing, EntityLink.of(closing.claim(), closing.mentions()));
    }
  }

  @Override
  public String name() {
    return "close";
  }

  @Override
  public boolean isTransaction() {
    return true;
  }

  @Override
  public Object key(Closing item) {
    return item.claim().extraction();
  }

  @Override
  public long bytes(Closing item) {
    return PassageRows.bytes(item.passages())
        + item.answers().stream().mapToLong(it -> 300 + it.facts().length()).sum()
        + item.mentions().size() * 200L;
  }

  @Override
  public List<Closed> write(Connection connection, List<Closing> batch, StatusChanges changes)
      throws SQLException {
    Map<UUID, Linked> closings =
        batch.stream().collect(Collectors.toMap(it -> it.claim().extraction(), Linked::of));
    List<Claim> claims = batch.stream().map(Closing::claim).toList();
    var told = new ClosedBatch();
    for (List<Sourced> round : SourceLocks.rounds(connection, claims)) {
      close(connection, round, closings, told, changes);
    }
    List<Linked> ended =
        claims.stream()
            .filter(told.completions()::isKnown)
            .map(it -> closingOf(closings, it))
            .toList();
    HeldEntities.hold(connection, ended.stream().flatMap(it -> it.links().stream()).toList());
    compareUnseen(connection, ended, told.unseen());
    told.completions().readFormerEnds(connection, claims);
    return batch.stream().map(it -> closed(it, told)).toList();
  }

  private static Closed closed(Closing closing, ClosedBatch told) {
    Claim claim = closing.claim();
    if (told.different().contains(claim.extraction()) && !told.completions().isKnown(claim)) {
      return new Closed.AnsweredDifferently();
    }
    return new Closed.Ended(
        told.completions().of(claim),
        closing.answers().stream()
            .map(it -> it.call().id())
            .filter(told.calls()::contains)
            .collect(Collectors.toSet()));
  }

  private static void close(
      Connection connection,
      List<Sourced> round,
      Map<UUID, Linked> closings,
      ClosedBatch told,
      StatusChanges changes)
      throws SQLException {
    List<Linked> now = round.stream().map(it -> closingOf(closings, it.claim())).toList();
    List<FreeAnswer> answers = now.stream().flatMap(it -> it.closing().answers().stream()).toList();
    List<Passage> passages = now.stream().flatMap(it -> it.closing().passages().stream()).toList();
    List<EntityLink> links = now.stream().flatMap(it -> it.links().stream()).toList();
    try (PreparedStatement statement = connection.prepareStatement(CloseSql.CLOSE)) {
      Columns<FreeAnswer> given =
          StartCall.bind(Columns.of(statement, answers.stream().map(FreeAnswer::call).toList()))
              .then(answers)
              .longs(it -> it.usage().calls())
              .longs(it -> it.usage().inputTokens())
              .longs(it -> it.usage().outputTokens())
              .texts(FreeAnswer::facts);
      Columns<Sourced> guarded =
          Guards.bind(given, round, Sourced::claim)
              .longs(Sourced::source)
              .integers(it -> closingOf(closings, it.claim()).closing().passages().size())
              .texts(it -> closingOf(closings, it.claim()).closing().madeWith().written());
      EntityLink.bind(PassageRows.bind(guarded.then(passages)).then(links));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          told.take(row, changes);
        }
      }
    }
  }

  private static Linked closingOf(Map<UUID, Linked> closings, Claim claim) {
    return requireNonNull(closings.get(claim.extraction()));
  }

  /**
   * Compares the answers that another transaction kept after our snapshot and before our insert. If
   * one differs, ours is rolled back and begins anew, and then sees it from the start.
   */
  private static void compareUnseen(Connection connection, List<Linked> ended, Set<UUID> unseen)
      throws SQLException {
    Map<FindAnswers.Wanted, String> mine = new HashMap<>();
    ended.stream()
        .map(Linked::closing)
        .filter(it -> unseen.contains(it.claim().extraction()))
        .flatMap(it -> it.answers().stream())
        .forEach(it -> mine.put(wanted(it), it.facts()));
    if (mine.isEmpty()) {
      return;
    }
    var stored = FindAnswers.find(connection, List.copyOf(mine.keySet()));
    for (var each : stored.entrySet()) {
      if (!each.getValue().facts().equals(mine.get(each.getKey()))) {
        throw new SQLException("another answer was kept meanwhile", SERIALIZATION_FAILURE);
      }
    }
  }

  private static FindAnswers.Wanted wanted(FreeAnswer answer) {
    return new FindAnswers.Wanted(answer.call().project(), answer.call().fingerprint());
  }
}
