package dev.tercet.storage.postgres.recovery;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What is recorded of Qdrant's collections, a row for each. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface CollectionRepository extends GenericRepository<CollectionRow, String> {
  Optional<CollectionRow> findById(String name);

  List<CollectionRow> findAllOrderByChosenAtDesc();

  @Query(
      """
      UPDATE collection AS mine
         SET model = :model,
             refilling = mine.refilling
                         OR EXISTS (SELECT
                                      FROM collection AS other
                                     WHERE other.name <> mine.name
                                       AND other.retired_at IS NULL),
             retired_at = NULL,
             chosen_at = clock_timestamp()
       WHERE mine.name = :name
      """)
  void choose(String name, String model);

  void updateByNameAndIncarnation(String name, UUID incarnation, UUID refilledTo);

  void updateByNameAndIncarnation(String name, UUID incarnation, boolean refilling);

  @Query(
      """
      UPDATE collection
         SET refilling = false,
             retired_at = clock_timestamp()
       WHERE name = :name
      """)
  void retire(String name);
}
