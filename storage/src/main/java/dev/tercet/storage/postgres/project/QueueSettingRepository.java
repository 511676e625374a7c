package dev.tercet.storage.postgres.project;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** The settings of the queues, a row for each. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface QueueSettingRepository extends GenericRepository<QueueSettingRow, String> {
  List<QueueSettingRow> findAll();

  /** How many rows it changed: none when the queue is so already. */
  @Query(
      """
      UPDATE queue_setting
         SET paused = :paused
       WHERE queue = :queue::queue_name
         AND paused <> :paused
      """)
  int pause(String queue, boolean paused);
}
