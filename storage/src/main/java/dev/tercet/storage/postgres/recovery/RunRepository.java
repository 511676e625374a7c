package dev.tercet.storage.postgres.recovery;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The runs that have ended, and where the rolling comparison of the next one goes on. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface RunRepository extends GenericRepository<RunRow, UUID> {
  @Query(
      """
      SELECT id, project, started_at, finished_at, success, report
        FROM reconciler_run
       ORDER BY finished_at DESC
       LIMIT :limit
      """)
  List<RunRow> findNewest(int limit);

  @Query("SELECT cursor FROM reconciler_task WHERE name = 'sweep'")
  Optional<Integer> findCursor();

  @Query(
      """
      INSERT INTO reconciler_task (name, cursor)
      VALUES ('sweep', :bucket)
          ON CONFLICT (name) DO UPDATE SET cursor = excluded.cursor
      """)
  void moveCursor(int bucket);
}
