package dev.tercet.storage.postgres.answer;

import static java.util.Objects.requireNonNull;

import dev.tercet.saga.ModelCall;
import dev.tercet.saga.SavedAnswer;
import dev.tercet.saga.money.Money;
import dev.tercet.saga.port.AnswerStore.Asker;
import dev.tercet.saga.port.AnswerStore.Start;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.BatchOperation;
import dev.tercet.storage.postgres.operation.StatusChanges;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Begins calls of living projects before they are sent: takes their questions, and notes those that
 * nobody else asks, that have no answer yet, and that were not answered in vain too often.
 */
public final class StartCall implements BatchOperation<StartCall.Wanted, Start> {
  /**
   * A call, and who wants to make it.
   *
   * @param expected what it may cost; null when that is not known
   */
  record Wanted(ModelCall call, Asker asker, @Nullable Money expected) {
    FindAnswers.Wanted question() {
      return new FindAnswers.Wanted(call.project(), call.fingerprint());
    }
  }

  /**
   * Who pays for the calls of a project.
   *
   * @param hasBudget whether any budget bounds it
   */
  record Payer(String tenant, boolean hasBudget) {}

  /** The lock keeps the tombstone out until the commit, so that no row comes after it. */
  private static final String LIVING =
      """
      SELECT p.id, p.tenant,
             EXISTS (SELECT FROM budget b
                      WHERE b.scope IN ('installation', 'tenant ' || p.tenant, 'project ' || p.id))
        FROM project p
       WHERE p.id = ANY (?::uuid[])
         AND p.deleted_at IS NULL
       ORDER BY p.id
         FOR KEY SHARE OF p
      """;

  private static final String START =
      """
      INSERT INTO model_call
             (extraction, id, project, epoch, started_at, ordinal, provider, model, fingerprint,
              cost_nanos, currency)
      SELECT extraction, id, project, epoch, clock_timestamp(), ordinal, provider, model,
             fingerprint, nanos, currency
        FROM unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::bigint[], ?::integer[], ?::text[],
                    ?::text[], ?::bytea[], ?::bigint[], ?::text[])
             AS i(extraction, id, project, epoch, ordinal, provider, model, fingerprint, nanos,
                  currency)
      ON CONFLICT (extraction, id) DO NOTHING
      """;

  @Override
  public String name() {
    return "start-call";
  }

  @Override
  public boolean isTransaction() {
    return true;
  }

  /** A question is asked once in a batch. */
  @Override
  public Object key(Wanted item) {
    return item.question();
  }

  /** Answers are looked for with the question in hand: none can be saved after that. */
  @Override
  public List<Start> write(Connection connection, List<Wanted> batch, StatusChanges changes)
      throws SQLException {
    Map<UUID, Payer> living = living(connection, batch);
    List<Wanted> possible =
        batch.stream().filter(it -> living.containsKey(it.call().project())).toList();
    Set<UUID> taken = possible.isEmpty() ? Set.of() : QuestionLeases.take(connection, possible);
    List<Wanted> ours = possible.stream().filter(it -> taken.contains(it.call().id())).toList();
    Map<FindAnswers.Wanted, SavedAnswer> answers =
        ours.isEmpty()
            ? Map.of()
            : FindAnswers.find(connection, ours.stream().map(Wanted::question).toList());
    Map<UUID, Start> starts = new HashMap<>();
    if (!ours.isEmpty()) {
      InvalidAnswers invalid = InvalidAnswers.to(connection, ours);
      for (Wanted it : ours) {
        boolean answered = answers.containsKey(it.question());
        starts.put(
            it.call().id(), answered ? Start.NotBegun.ANSWERED : invalid.start(it.question()));
      }
      var budgets = StartBudgets.of(connection, ours, living, starts);
      begin(connection, ours, starts, budgets);
    }
    return batch.stream().map(it -> start(it, living, starts)).toList();
  }

  /** Notes the calls that may be sent, and frees the questions of the others. */
  private static void begin(
      Connection connection, List<Wanted> ours, Map<UUID, Start> starts, StartBudgets budgets)
      throws SQLException {
    Map<Boolean, List<Wanted>> calls =
        ours.stream()
            .collect(
                Collectors.partitioningBy(it -> starts.get(it.call().id()) instanceof Start.Begun));
    List<Wanted> begun = requireNonNull(calls.get(true));
    List<Wanted> others = requireNonNull(calls.get(false));
    if (!others.isEmpty()) {
      QuestionLeases.free(connection, others.stream().map(Wanted::call).toList());
    }
    if (!begun.isEmpty()) {
      note(connection, begun, budgets);
    }
  }

  private static Start start(Wanted wanted, Map<UUID, Payer> living, Map<UUID, Start> starts) {
    if (!living.containsKey(wanted.call().project())) {
      return Start.NotBegun.GONE;
    }
    return starts.getOrDefault(wanted.call().id(), Start.NotBegun.ELSEWHERE);
  }

  private static Map<UUID, Payer> living(Connection connection, List<Wanted> batch)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LIVING)) {
      Object[] projects = batch.stream().map(it -> it.call().project()).distinct().toArray();
      statement.setArray(1, connection.createArrayOf("uuid", projects));
      return Rows.byId(statement, row -> new Payer(Rows.text(row, 2), row.getBoolean(3)));
    }
  }

  /** In the currency of its price, so that its end mostly finds the same sum. */
  private static void note(Connection connection, List<Wanted> begun, StartBudgets budgets)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(START)) {
      bind(Columns.of(statement, begun.stream().map(Wanted::call).toList()))
          .then(begun)
          .longs(budgets::reservedNanos)
          .texts(it -> it.expected() == null ? null : it.expected().currency());
      statement.executeUpdate();
    }
  }

  /** Binds what is known of a call before it is sent. */
  public static Columns<ModelCall> bind(Columns<ModelCall> calls) throws SQLException {
    return calls
        .uuids(ModelCall::extraction)
        .uuids(ModelCall::id)
        .uuids(ModelCall::project)
        .longs(ModelCall::epoch)
        .integers(ModelCall::ordinal)
        .texts(ModelCall::provider)
        .texts(ModelCall::model)
        .fingerprints(ModelCall::fingerprint);
  }
}
