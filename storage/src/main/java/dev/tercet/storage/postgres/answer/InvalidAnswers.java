package dev.tercet.storage.postgres.answer;

import dev.tercet.saga.answer.EarlierAnswer;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.saga.port.AnswerStore.Start;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often a question was answered in vain; the rows of the calls are what counts. */
public final class InvalidAnswers {
  /**
   * The newest of each question first, two at most. A person who asks for a document to be tried
   * again gives its questions another chance: what had ended by then counts no more, whichever
   * document asked, whose epochs say nothing about those of this one. A refusal counts for the
   * document that met it, and for no other.
   */
  public static final String FIND =
      """
      SELECT i.project, i.fingerprint, c.fault, coalesce(c.reason, ''), coalesce(c.raw, ''), c.ended_at
        FROM unnest(?::uuid[], ?::bytea[], ?::uuid[]) AS i(project, fingerprint, extraction)
       CROSS JOIN LATERAL (
             SELECT m.fault, m.reason, m.raw, m.ended_at
               FROM model_call m
              WHERE m.project = i.project
                AND m.fingerprint = i.fingerprint
                AND m.fault IS NOT NULL
                AND NOT EXISTS (
                  SELECT FROM audit a
                   WHERE a.extraction = i.extraction
                     AND a.event = 'retried'
                     AND a.at >= m.ended_at)
              ORDER BY m.ended_at DESC
              LIMIT 2) AS c
       UNION ALL
      SELECT i.project, i.fingerprint, 'refused', r.code, r.message, r.ended_at
        FROM unnest(?::uuid[], ?::bytea[], ?::uuid[]) AS i(project, fingerprint, extraction)
        JOIN refused_question r ON r.extraction = i.extraction AND r.fingerprint = i.fingerprint
       WHERE NOT EXISTS (
             SELECT FROM audit a
              WHERE a.extraction = i.extraction
                AND a.event = 'retried'
                AND a.at >= r.ended_at)
       ORDER BY ended_at DESC
      """;

  /** As the statement names a refusal: its code and its words stand in the place of an answer. */
  private static final String REFUSED = "refused";

  private record Fault(String kind, EarlierAnswer answer) {}

  private final Map<FindAnswers.Wanted, List<Fault>> faults = new HashMap<>();

  private InvalidAnswers() {}

  /** Reads what is known of the questions of these. */
  static InvalidAnswers to(Connection connection, List<StartCall.Wanted> wanted)
      throws SQLException {
    var invalid = new InvalidAnswers();
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      bind(bind(Columns.of(statement, wanted)));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          invalid.add(row);
        }
      }
    }
    return invalid;
  }

  private static Columns<StartCall.Wanted> bind(Columns<StartCall.Wanted> wanted)
      throws SQLException {
    return wanted
        .uuids(it -> it.call().project())
        .fingerprints(it -> it.call().fingerprint())
        .uuids(it -> it.call().extraction());
  }

  private void add(ResultSet row) throws SQLException {
    var question = new FindAnswers.Wanted(Rows.uuid(row, 1), FindAnswers.fingerprint(row));
    var answer = new EarlierAnswer(Rows.text(row, 4), Rows.text(row, 5));
    faults
        .computeIfAbsent(question, _ -> new ArrayList<>())
        .add(new Fault(Rows.text(row, 3), answer));
  }

  /** What they let a call of the question come to. */
  Start start(FindAnswers.Wanted question) {
    List<Fault> known = faults.getOrDefault(question, List.of());
    if (known.isEmpty()) {
      return Start.BEGUN;
    }
    for (Fault fault : known) {
      if (fault.kind().equals(REFUSED)) {
        return new Start.Refused(fault.answer().reason(), fault.answer().raw());
      }
      if (fault.kind().equals(EndedCall.CUT)) {
        return Start.NotBegun.CUT;
      }
    }
    EarlierAnswer newest = known.getFirst().answer();
    return known.size() < AnswerStore.MOST_INVALID
        ? new Start.Begun(newest)
        : new Start.Spent(newest);
  }
}
