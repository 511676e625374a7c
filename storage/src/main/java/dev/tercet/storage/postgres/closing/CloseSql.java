package dev.tercet.storage.postgres.closing;

import dev.tercet.storage.postgres.content.EntityLink;
import dev.tercet.storage.postgres.content.PassageRows;
import dev.tercet.storage.postgres.extraction.CompletionSql;
import dev.tercet.storage.postgres.operation.SqlPieces;
import dev.tercet.storage.postgres.operation.StatusSql;
import java.util.Map;

/** The statement of closing (docs/protocol.md §4). */
public final class CloseSql {
  /**
   * Behind the locks of the sources. The guarded update comes first, and every insert selects from
   * what it returned as done; a sort between them has all extractions locked before the first
   * answer, as removals lock them. Of an answer that is there the row is locked; whose call made a
   * new one is noted, and among several of one batch the first.
   */
  public static final String CLOSE =
      StatusSql.of(
          SqlPieces.in(
              """
              WITH given AS MATERIALIZED (
                SELECT *
                  FROM unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::bigint[], ?::integer[], ?::text[],
                              ?::text[], ?::bytea[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[])
                       AS g(extraction, id, project, epoch, ordinal, provider, model, fingerprint, calls,
                            input_tokens, output_tokens, facts)
              ), known AS MATERIALIZED (
                SELECT g.extraction, g.fingerprint, g.facts = a.facts::text AS alike
                  FROM given g
                  JOIN answer a ON a.project = g.project AND a.fingerprint = g.fingerprint
              ), input AS MATERIALIZED (
                SELECT i.*
                  FROM unnest(?::uuid[], ?::bigint[], ?::uuid[], ?::bigint[], ?::integer[])
                       AS i(id, epoch, session, source, passages)
                 WHERE NOT EXISTS (SELECT FROM known k WHERE k.extraction = i.id AND NOT k.alike)
              ), {ending}, held AS MATERIALIZED (
                SELECT id FROM ended WHERE status = 'done'
              ), kept AS MATERIALIZED (
                SELECT g.*
                  FROM given g
                  JOIN held h ON h.id = g.extraction
              ), answers AS (
                INSERT INTO answer AS a (project, fingerprint, facts)
                SELECT DISTINCT ON (project, fingerprint) project, fingerprint, facts::json
                  FROM kept
                 ORDER BY project, fingerprint, extraction
                ON CONFLICT (project, fingerprint) DO UPDATE
                   SET facts = a.facts
                 WHERE false
                RETURNING project, fingerprint
              ), called AS (
                INSERT INTO model_call
                       (extraction, id, project, epoch, started_at, ordinal, provider, model,
                        fingerprint, verdict, calls, input_tokens, output_tokens, ended_at)
                SELECT DISTINCT ON (k.project, k.fingerprint) k.extraction, k.id, k.project, k.epoch,
                       clock_timestamp(), k.ordinal, k.provider, k.model, k.fingerprint,
                       'valid'::call_verdict, k.calls, k.input_tokens, k.output_tokens,
                       clock_timestamp()
                  FROM kept k
                  JOIN answers a ON a.project = k.project AND a.fingerprint = k.fingerprint
                 ORDER BY k.project, k.fingerprint, k.extraction
                RETURNING id
              ), noted AS (
                INSERT INTO answer_use (extraction, project, fingerprint)
                SELECT extraction, project, fingerprint
                  FROM kept
                 ORDER BY extraction, fingerprint
                ON CONFLICT (extraction, fingerprint) DO NOTHING
              ), {passages}, {links}
              SELECT 'changed', id, was, status FROM changes
               UNION ALL
              SELECT 'called', id, NULL, NULL FROM called
               UNION ALL
              SELECT 'different', extraction, NULL, NULL FROM known WHERE NOT alike
               UNION ALL
              SELECT 'unseen', k.extraction, NULL, NULL
                FROM kept k
               WHERE NOT EXISTS (SELECT FROM answers a
                                  WHERE a.project = k.project AND a.fingerprint = k.fingerprint)
                 AND NOT EXISTS (SELECT FROM known n
                                  WHERE n.extraction = k.extraction AND n.fingerprint = k.fingerprint)
              """,
              Map.of(
                  "ending", CompletionSql.ENDING,
                  "passages", PassageRows.WRITTEN,
                  "links", EntityLink.LINKED)));

  private CloseSql() {}
}
