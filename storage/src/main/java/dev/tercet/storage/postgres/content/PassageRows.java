package dev.tercet.storage.postgres.content;

import dev.tercet.saga.Passage;
import dev.tercet.storage.postgres.jdbc.Columns;
import java.sql.SQLException;
import java.util.List;

/** Writes the rows of passages, as a part of the statement that holds their extractions. */
public final class PassageRows {
  /**
   * Inserts the passages whose extraction is in the statement's {@code held}; a row that is there
   * stays.
   */
  public static final String WRITTEN =
      """
      written AS (
        INSERT INTO passage
               (extraction, ordinal, start_at, end_at, content_hash, embedding_id, model, text,
                facts)
        SELECT p.extraction, p.ordinal, p.start_at, p.end_at, p.content_hash, p.embedding_id,
               p.model, p.text, p.facts::json
          FROM unnest(?::uuid[], ?::integer[], ?::integer[], ?::integer[], ?::bytea[], ?::uuid[],
                      ?::text[], ?::text[], ?::text[])
               AS p(extraction, ordinal, start_at, end_at, content_hash, embedding_id, model,
                    text, facts)
         WHERE p.extraction = ANY (ARRAY (SELECT id FROM held))
        ON CONFLICT (extraction, ordinal) DO NOTHING
      )\
      """;

  /** Binds the columns of {@link #WRITTEN}. */
  public static Columns<Passage> bind(Columns<Passage> passages) throws SQLException {
    return passages
        .uuids(Passage::extraction)
        .integers(Passage::ordinal)
        .integers(Passage::start)
        .integers(Passage::end)
        .fingerprints(Passage::contentHash)
        .uuids(Passage::embeddingId)
        .texts(Passage::model)
        .texts(Passage::text)
        .texts(it -> FactsJson.write(it.facts()));
  }

  private PassageRows() {}

  /** How many bytes they add to a batch, roughly. */
  public static long bytes(List<Passage> passages) {
    return passages.stream().mapToLong(it -> 200 + 2L * it.text().length()).sum();
  }
}
