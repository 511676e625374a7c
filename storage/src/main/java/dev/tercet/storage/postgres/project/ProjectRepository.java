package dev.tercet.storage.postgres.project;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What is asked of one project, or of a tenant's. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ProjectRepository extends GenericRepository<ProjectRow, UUID> {
  Optional<ProjectRow> findById(UUID id);

  @Query(
      """
      SELECT id, tenant, slug, schema, options, version, created_at
        FROM project
       WHERE tenant = :tenant
         AND slug > :after
         AND deleted_at IS NULL
       ORDER BY slug
       LIMIT :limit
      """)
  List<ProjectRow> listLiving(String tenant, String after, int limit);

  @Query(
      """
      SELECT id, tenant, slug, schema, options, version, created_at
        FROM project
       WHERE tenant = :tenant
         AND slug = :slug
         AND deleted_at IS NOT NULL
       ORDER BY deleted_at DESC
       LIMIT 1
      """)
  Optional<ProjectRow> findDeleted(String tenant, String slug);
}
