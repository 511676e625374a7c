package dev.tercet.storage.postgres.search;

import dev.tercet.storage.postgres.content.FactsJson;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.search.SearchFilling.Due;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Writes pieces of what is due, inside one transaction. */
final class SearchPieceRows {
  /** Code points of one text that are read at once. */
  private static final int PART = 1_000_000;

  private static final int PASSAGES_AT_ONCE = 500;
  private static final int PIECES_AT_ONCE = 500;
  private static final int CHARACTERS_AT_ONCE = 1_000_000;
  private static final UUID NOBODY = new UUID(0, 0);

  private static final String FORMER =
      """
      DELETE FROM search_piece
       WHERE extraction = ANY (?::uuid[])
      """;

  private static final String PARTS =
      """
      SELECT due.extraction, substr(d.text, due.read_to + 1, ?)
        FROM unnest(?::uuid[], ?::uuid[], ?::integer[]) AS due(project, extraction, read_to)
        JOIN document d ON d.project = due.project AND d.extraction = due.extraction
        JOIN extraction e ON e.id = due.extraction AND e.status <> 'deleting'
      """;

  private static final String FACTS =
      """
      SELECT p.extraction, p.facts
        FROM passage p
        JOIN extraction e ON e.id = p.extraction AND e.status <> 'deleting'
       WHERE p.extraction = ANY (?::uuid[])
         AND json_array_length(p.facts) > 0
       ORDER BY p.extraction, p.ordinal
      """;

  private static final String PIECES =
      """
      INSERT INTO search_piece (extraction, piece, words)
      SELECT extraction, piece, array_to_tsvector(string_to_array(words, chr(31)))
        FROM unnest(?::uuid[], ?::integer[], ?::text[]) AS i(extraction, piece, words)
      """;

  /** Between two words; no letter, digit or mark is or becomes it. */
  private static final String SEPARATOR = "\u001f";

  /** A piece that is to be written: its words in one text, since arrays of arrays are flattened. */
  private record Piece(UUID extraction, int number, String words) {}

  private final Connection connection;
  private final Map<UUID, UUID> projects = new HashMap<>();
  private final List<Piece> waiting = new ArrayList<>();
  private int waitingCharacters;

  SearchPieceRows(Connection connection) {
    this.connection = connection;
  }

  /** What they had when they were taken in before, with the facts of then, is gone. */
  void begin(List<Due> due) throws SQLException {
    due.forEach(it -> projects.put(it.extraction(), it.project()));
    Object[] anew = due.stream().filter(it -> it.readTo() == 0).map(Due::extraction).toArray();
    try (PreparedStatement statement = connection.prepareStatement(FORMER)) {
      statement.setArray(1, connection.createArrayOf("uuid", anew));
      statement.executeUpdate();
    }
  }

  /** The next part of each text; which of them are to be read on, and from where. */
  List<Due> addTexts(List<Due> due) throws SQLException {
    Map<UUID, Due> byId = new HashMap<>();
    due.forEach(it -> byId.put(it.extraction(), it));
    List<Due> underWay = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(PARTS)) {
      statement.setInt(1, PART);
      statement.setArray(
          2, connection.createArrayOf("uuid", due.stream().map(Due::project).toArray()));
      statement.setArray(
          3, connection.createArrayOf("uuid", due.stream().map(Due::extraction).toArray()));
      statement.setArray(
          4, connection.createArrayOf("int4", due.stream().map(Due::readTo).toArray()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Due one = byId.get(Rows.uuid(row, 1));
          String part = Rows.text(row, 2);
          if (one != null) {
            boolean isLast = part.codePointCount(0, part.length()) < PART;
            SearchPieces.Cut cut = SearchPieces.of(part, isLast);
            Due further = one.readOn(cut.codePoints(), cut.words().size());
            addPieces(one.extraction(), one.pieces(), cut.words());
            if (!isLast) {
              underWay.add(further);
            }
          }
        }
      }
    }
    return underWay;
  }

  private void addPieces(UUID extraction, int from, List<Set<String>> pieces) throws SQLException {
    int piece = from;
    for (Set<String> words : pieces) {
      add(extraction, piece++, words);
    }
  }

  /** The facts of what is now read to its end, and what is still to be sent. */
  void addFacts(List<UUID> extractions) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FACTS)) {
      statement.setFetchSize(PASSAGES_AT_ONCE);
      statement.setArray(1, connection.createArrayOf("uuid", extractions.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        UUID current = NOBODY;
        var words = new FactWords();
        while (row.next()) {
          UUID next = Rows.uuid(row, 1);
          if (!next.equals(current)) {
            addPieces(current, words);
            current = next;
            words = new FactWords();
          }
          FactsJson.read(Rows.text(row, 2)).forEach(words::add);
        }
        addPieces(current, words);
      }
    }
    flush();
  }

  private void addPieces(UUID extraction, FactWords facts) throws SQLException {
    int piece = 0;
    for (Set<String> words : facts.pieces()) {
      add(extraction, --piece, words);
    }
  }

  private void add(UUID extraction, int piece, Set<String> words) throws SQLException {
    UUID project = projects.get(extraction);
    if (words.isEmpty() || project == null) {
      return;
    }
    String lexemes = SearchQuery.ofProject(project) + SEPARATOR + String.join(SEPARATOR, words);
    waiting.add(new Piece(extraction, piece, lexemes));
    waitingCharacters += lexemes.length();
    if (waiting.size() == PIECES_AT_ONCE || waitingCharacters >= CHARACTERS_AT_ONCE) {
      flush();
    }
  }

  private void flush() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PIECES)) {
      Columns.of(statement, waiting)
          .uuids(Piece::extraction)
          .integers(Piece::number)
          .texts(Piece::words);
      statement.executeUpdate();
    }
    waiting.clear();
    waitingCharacters = 0;
  }
}
