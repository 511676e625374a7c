package dev.tercet.cli.bench.ceiling;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** One table of documents in a schema of its own; each call is one statement. */
final class PlainTable {
  private static final String CREATE =
      """
      DROP SCHEMA IF EXISTS tercet_ceiling CASCADE;
      CREATE SCHEMA tercet_ceiling;
      CREATE TABLE tercet_ceiling.document (
        id     bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
        source text NOT NULL,
        text   text NOT NULL,
        state  smallint NOT NULL DEFAULT 0
      );
      CREATE INDEX document_new ON tercet_ceiling.document (id) WHERE state = 0
      """;

  private static final String DROP = "DROP SCHEMA tercet_ceiling CASCADE";

  private static final String ACCEPT =
      """
      INSERT INTO tercet_ceiling.document (source, text)
      SELECT source, text
        FROM unnest(?::text[], ?::text[]) AS posted(source, text)
      """;

  private static final String CLAIM =
      """
      UPDATE tercet_ceiling.document
         SET state = 1
       WHERE id IN (SELECT id
                      FROM tercet_ceiling.document
                     WHERE state = 0
                     ORDER BY id
                     LIMIT ?
                       FOR UPDATE SKIP LOCKED)
      RETURNING id, text
      """;

  private static final String DONE =
      """
      UPDATE tercet_ceiling.document
         SET state = 2
       WHERE id = ANY (?::bigint[])
      """;

  private final Connection connection;

  PlainTable(Connection connection) {
    this.connection = connection;
  }

  /** A document that nobody else has. */
  record Claimed(long id, String text) {}

  void create() throws SQLException {
    execute(CREATE);
  }

  void drop() throws SQLException {
    execute(DROP);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  void accept(List<String> sources, List<String> texts) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ACCEPT)) {
      statement.setArray(1, connection.createArrayOf("text", sources.toArray()));
      statement.setArray(2, connection.createArrayOf("text", texts.toArray()));
      statement.executeUpdate();
    }
  }

  List<Claimed> claim(int most) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
      statement.setInt(1, most);
      List<Claimed> claimed = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          claimed.add(new Claimed(row.getLong(1), row.getString(2)));
        }
      }
      return claimed;
    }
  }

  void done(List<Claimed> claimed) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(DONE)) {
      statement.setArray(
          1, connection.createArrayOf("bigint", claimed.stream().map(Claimed::id).toArray()));
      statement.executeUpdate();
    }
  }
}
