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
   * Runs behind the locks of the sources. The guarded update comes first, and every insert selects
   * from the rows that it returned; answers are kept for those that are done. The sorts in between
   * have all extractions locked before the first answer, in the order in which removals lock them.
   * An answer that is stored already is shared with whoever else uses it, and no call is noted for
   * it. Of several documents in the batch that ask the same, the call of the first is noted. What
   * is looked for in another part stands in brackets with a test of truth, so that it is looked up
   * by its hash: a join of two parts would walk through both for each row.
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
              ), stored AS MATERIALIZED (
                SELECT g.extraction, g.fingerprint, g.facts = a.facts::text AS alike
                  FROM given g
                  JOIN answer a ON a.project = g.project AND a.fingerprint = g.fingerprint
              ), input AS MATERIALIZED (
                SELECT i.id, i.epoch, i.session, i.source, i.passages, i.passages AS embedded, ARRAY[i.made_with] AS made_with
                  FROM unnest(?::uuid[], ?::bigint[], ?::uuid[], ?::bigint[], ?::integer[], ?::text[])
                       AS i(id, epoch, session, source, passages, made_with)
                 WHERE (i.id IN (SELECT s.extraction FROM stored s WHERE NOT s.alike)) IS NOT TRUE
              ), {ending}, held AS MATERIALIZED (
                SELECT id, status FROM ended
              ), kept AS MATERIALIZED (
                SELECT g.*
                  FROM given g
                 WHERE (g.extraction IN (SELECT h.id FROM held h WHERE h.status = 'done')) IS TRUE
              ), shared AS MATERIALIZED (
                SELECT a.project, a.fingerprint
                  FROM (SELECT DISTINCT k.project, k.fingerprint FROM kept k) AS k
                  JOIN answer a ON a.project = k.project AND a.fingerprint = k.fingerprint
                 ORDER BY a.project, a.fingerprint
                   FOR KEY SHARE OF a
              ), answers AS (
                INSERT INTO answer AS a (project, fingerprint, facts)
                SELECT DISTINCT ON (project, fingerprint) project, fingerprint, facts::json
                  FROM kept
                 WHERE ((project, fingerprint) IN (SELECT s.project, s.fingerprint FROM shared s)) IS NOT TRUE
                 ORDER BY project, fingerprint, extraction
                ON CONFLICT (project, fingerprint) DO UPDATE
                   SET facts = a.facts
                 WHERE false
                RETURNING project, fingerprint
              ), called AS (
                INSERT INTO model_call
                       (extraction, id, project, epoch, started_at, ordinal, provider, model,
                        fingerprint, verdict, calls, input_tokens, output_tokens, ended_at, inside)
                SELECT DISTINCT ON (project, fingerprint) extraction, id, project, epoch,
                       clock_timestamp(), ordinal, provider, model, fingerprint,
                       'valid'::call_verdict, calls, input_tokens, output_tokens, clock_timestamp(), true
                  FROM kept
                 WHERE ((project, fingerprint) IN (SELECT a.project, a.fingerprint FROM answers a)) IS TRUE
                 ORDER BY project, fingerprint, extraction
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
              SELECT 'different', extraction, NULL, NULL FROM stored WHERE NOT alike
               UNION ALL
              SELECT 'unseen', extraction, NULL, NULL
                FROM kept
               WHERE ((project, fingerprint) IN (SELECT a.project, a.fingerprint FROM answers a)) IS NOT TRUE
                 AND ((project, fingerprint) IN (SELECT s.project, s.fingerprint FROM shared s)) IS NOT TRUE
              """,
              Map.of(
                  "ending", CompletionSql.ENDING,
                  "passages", PassageRows.WRITTEN,
                  "links", EntityLink.LINKED)));

  private CloseSql() {}
}
